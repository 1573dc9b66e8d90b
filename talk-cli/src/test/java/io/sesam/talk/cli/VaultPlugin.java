package io.sesam.talk.cli;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.token.TokenStore;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A system behind a secret, which fails in the way its setting {@code mood} says. */
public final class VaultPlugin implements ConnectorPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(VaultPlugin.class);
    private static final Setting<Secret> TOKEN = Setting.secret("token").required();
    private static final Setting<String> MOOD = Setting.text("mood").orElse("refusing");

    @Override
    public PluginSpec spec() {
        return PluginSpec.of("vault", "A system behind a secret.", List.of(TOKEN, MOOD));
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        LOG.debug("opened with {} and {}", settings, settings.get(TOKEN));
        return new Vault(settings.get(TOKEN), settings.get(MOOD), context.tokens());
    }

    private record Vault(Secret token, String mood, TokenStore tokens) implements Connector {
        @Override
        public Check check() {
            return Check.problem("the token " + token + " is refused");
        }

        @Override
        public List<TypeSpec> types() {
            return List.of(
                    TypeSpec.of(Person.SCHEMA, List.of(FieldSpec.of("email"))).build());
        }

        @Override
        public Optional<Reader> reader(EntityType type) {
            return Optional.of(request -> read());
        }

        private Page read() {
            if (mood.equals("broken")) {
                throw new IllegalStateException("a careless message with " + token.reveal());
            }
            if (mood.equals("keeping")) {
                tokens.replace("vault", tokens.read("vault").orElse(null), token.reveal());
                return Page.last(List.of(), new Position.Token("all"));
            }
            if (mood.equals("slow")) {
                sleep();
            }
            throw new TalkException(ErrorCode.ACCESS_REFUSED, "the token " + token + " was refused; make a new one");
        }

        private static void sleep() {
            LOG.info("asleep");
            try {
                Thread.sleep(600_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public Optional<Lookup> lookup(EntityType type) {
            return Optional.empty();
        }

        @Override
        public Optional<Writer> writer(EntityType type) {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
