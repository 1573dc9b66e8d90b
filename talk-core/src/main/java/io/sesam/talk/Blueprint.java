package io.sesam.talk;

import io.sesam.talk.enrich.ShelfLife;
import io.sesam.talk.match.MatchRules;
import io.sesam.talk.merge.Rule;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.plan.Brake;
import io.sesam.talk.plan.TargetPolicy;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.EnricherPlugin;
import io.sesam.talk.spi.SinkPlugin;
import io.sesam.talk.spi.TokenStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import io.sesam.talk.sync.ProgressListener;
import io.sesam.talk.sync.SideBySide;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** What a {@link TalkBuilder} was told so far. */
final class Blueprint {
    final Map<EntityType, Schema> schemas = new LinkedHashMap<>();
    final Map<EntityType, UnaryOperator<MatchRules>> matching = new LinkedHashMap<>();
    final Map<EntityType, Map<String, Rule>> winning = new LinkedHashMap<>();
    final Map<String, Map<EntityType, TargetPolicy>> policies = new LinkedHashMap<>();
    final List<Plugged<ConnectorPlugin>> connectors = new ArrayList<>();
    final List<Plugged<EnricherPlugin>> enrichers = new ArrayList<>();
    final List<Plugged<SinkPlugin>> sinks = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    List<String> trust = List.of();
    Optional<Plugged<StorePlugin>> storePlugin = Optional.empty();
    Optional<Supplier<Store>> store = Optional.empty();
    final StoreTokens storeTokens = new StoreTokens();
    Optional<TokenStore> tokens = Optional.empty();
    Path base = Path.of("");
    Brake brake = Brake.defaults();
    ShelfLife shelfLife = ShelfLife.defaults();
    Clock clock = Clock.systemUTC();
    RandomGenerator random = new SecureRandom();
    ProgressListener progress = ProgressListener.NONE;
    Optional<SideBySide> sideBySide = Optional.empty();
}
