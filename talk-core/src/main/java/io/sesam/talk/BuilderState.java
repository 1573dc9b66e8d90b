package io.sesam.talk;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.policy.AnswerTtl;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.RunExecutor;
import io.sesam.talk.policy.SurvivorshipRule;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.ProgressListener;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.TokenStore;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** The configuration that a {@link TalkBuilder} collects. */
final class BuilderState {
    final Map<EntityType, Schema> schemas = new LinkedHashMap<>();
    final Map<EntityType, UnaryOperator<MatchRules>> matching = new LinkedHashMap<>();
    final Map<EntityType, Map<String, SurvivorshipRule>> winning = new LinkedHashMap<>();
    final Map<String, Map<EntityType, TargetPolicy>> policies = new LinkedHashMap<>();
    final Map<String, Set<EntityType>> onlyTypes = new LinkedHashMap<>();
    final List<PluginChoice<ConnectorPlugin>> connectors = new ArrayList<>();
    final List<PluginChoice<EnricherPlugin>> enrichers = new ArrayList<>();
    final List<PluginChoice<SinkPlugin>> sinks = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    List<String> trust = List.of();
    Optional<PluginChoice<StorePlugin>> storePlugin = Optional.empty();
    Optional<Supplier<Store>> store = Optional.empty();
    final StoreTokens storeTokens = new StoreTokens();
    Optional<TokenStore> tokens = Optional.empty();
    final Map<String, Secret> tokenKeys = new LinkedHashMap<>();
    Path base = Path.of("");
    ChangeLimit changeLimit = ChangeLimit.defaults();
    AnswerTtl answerTtl = AnswerTtl.defaults();
    Clock clock = Clock.systemUTC();
    RandomGenerator random = new SecureRandom();
    ProgressListener progress = ProgressListener.NONE;
    Optional<RunExecutor> executor = Optional.empty();
}
