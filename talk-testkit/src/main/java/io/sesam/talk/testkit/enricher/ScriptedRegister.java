package io.sesam.talk.testkit.enricher;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.enricher.Answer;
import io.sesam.talk.spi.enricher.Enricher;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.enricher.News;
import io.sesam.talk.spi.enricher.Question;
import io.sesam.talk.spi.settings.Settings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A scripted register of organisations in memory. Queried by exact name and country, with a feed of changes. Outlives
 * the runs that use it; any thread may change it.
 */
public final class ScriptedRegister implements EnricherPlugin {
    private final Map<String, Fields> entries = new LinkedHashMap<>();
    private final List<String> news = new ArrayList<>();
    private final Set<String> soleProprietors = new LinkedHashSet<>();
    private final List<String> asked = new ArrayList<>();
    private boolean down;
    private int perRun = 1_000;
    private String edition = "";
    private boolean newsRepeat;

    private ScriptedRegister() {}

    /** Creates an empty register. */
    public static ScriptedRegister empty() {
        return new ScriptedRegister();
    }

    /** Adds or replaces an organisation, by property and text. The feed reports it. */
    public synchronized ScriptedRegister enter(String id, String... propertiesAndTexts) {
        Fields.Builder fields = Fields.builder(Organisation.SCHEMA);
        for (int i = 0; i < propertiesAndTexts.length; i += 2) {
            fields.text(propertiesAndTexts[i], propertiesAndTexts[i + 1]);
        }
        entries.put(id, fields.build());
        news.add(id);
        return this;
    }

    /** Adds a sole proprietor. The feed does not report it. */
    public synchronized ScriptedRegister enterSoleProprietor(String id, String... propertiesAndTexts) {
        soleProprietors.add(id);
        return enter(id, propertiesAndTexts);
    }

    /** Removes an organisation. The feed reports it. */
    public synchronized void strikeOff(String id) {
        entries.remove(id);
        news.add(id);
    }

    /** Makes the register unavailable or available again. */
    public synchronized void down(boolean isDown) {
        down = isDown;
    }

    /** Sets the maximum number of questions per run. */
    public synchronized void perRun(int questions) {
        perRun = questions;
    }

    /** Changes the edition, so that all records are looked up again. */
    public synchronized void edition(String name) {
        edition = name;
    }

    /** Makes the feed report more changes endlessly. */
    public synchronized void newsRepeat(boolean endlessly) {
        newsRepeat = endlessly;
    }

    /** Returns the names looked up since the last call. */
    public synchronized List<String> takeAsked() {
        List<String> names = List.copyOf(asked);
        asked.clear();
        return names;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.of("scripted", "A register that answers by a script.", List.of());
    }

    @Override
    public Enricher open(Settings settings, PluginContext context) {
        return new Desk(context.clock());
    }

    private synchronized Answer answer(Question question, Clock clock) {
        String name = question.text("name").orElse("");
        asked.add(name);
        if (down) {
            return new Answer.CouldNotAsk("the register is closed for the day");
        }
        List<String> found = entries.keySet().stream()
                .filter(id -> !soleProprietors.contains(id) && isMeant(question, name, id))
                .toList();
        if (found.isEmpty()) {
            return Answer.none();
        }
        return found.size() > 1
                ? new Answer.Ambiguous(found.size(), found)
                : new Answer.Match(
                        found.get(0), entry(found.get(0)), "the scripted register", "CC0", clock.instant(), List.of());
    }

    private Fields entry(String id) {
        return Objects.requireNonNull(entries.get(id));
    }

    private boolean isMeant(Question question, String name, String id) {
        Question entry = new Question(entry(id));
        Optional<String> country = question.text("country");
        return entry.text("name").filter(name::equalsIgnoreCase).isPresent()
                && (country.isEmpty()
                        || entry.text("country").filter(country.get()::equals).isPresent());
    }

    private synchronized News.Page since(Optional<Position> position) {
        int from = position.map(at -> Integer.parseInt(((Position.Token) at).value()))
                .orElse(news.size());
        int to = newsRepeat ? from : Math.min(news.size(), from + 2);
        return new News.Page(
                Set.copyOf(new LinkedHashSet<>(news.subList(from, to))),
                new Position.Token(String.valueOf(to)),
                newsRepeat || to < news.size());
    }

    private synchronized String currentEdition() {
        return edition;
    }

    private synchronized int questions() {
        return perRun;
    }

    /** The enricher of one engine. */
    private final class Desk implements Enricher {
        private final Clock clock;

        Desk(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Check check() {
            return Check.fine();
        }

        @Override
        public Set<String> asksBy(EntityType type) {
            return type.equals(EntityType.ORGANISATION) ? Set.of("name", "country") : Set.of();
        }

        @Override
        public String edition() {
            return currentEdition();
        }

        @Override
        public int atOnce() {
            return 3;
        }

        @Override
        public int perRun() {
            return questions();
        }

        @Override
        public List<Answer> ask(List<Question> questions) {
            return questions.stream().map(question -> answer(question, clock)).toList();
        }

        @Override
        public Optional<News> news() {
            return Optional.of(ScriptedRegister.this::since);
        }

        @Override
        public void close() {}
    }
}
