package io.sesam.talk.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiler keeps sync plans and undo plans apart. */
@Tag("R35")
final class UndoPlanTest {
    @TempDir
    private Path classes;

    private List<String> errors(String statement) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        Path talk = Path.of(
                Talk.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        compiler.getTask(
                        null,
                        null,
                        found,
                        List.of("-proc:none", "-cp", talk.toString(), "-d", classes.toString()),
                        null,
                        List.of(new Snippet(statement)))
                .call();
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ENGLISH))
                .toList();
    }

    private static final class Snippet extends SimpleJavaFileObject {
        private final String statement;

        Snippet(String statement) {
            super(URI.create("string:///Snippet.java"), Kind.SOURCE);
            this.statement = statement;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return """
                    import io.sesam.talk.Talk;
                    import io.sesam.talk.result.UndoScope;

                    class Snippet {
                        void run(Talk talk, UndoScope what) {
                            %s
                        }
                    }
                    """.formatted(statement);
        }
    }

    @Test
    void eachPlanIsTakenByItsOwnVerb() throws Exception {
        assertThat(errors("talk.apply(talk.plan());")).isEmpty();
        assertThat(errors("talk.undo(talk.planUndo(what, change -> {}));")).isEmpty();
    }

    @Test
    void aPlanOfAnUndoCannotBeApplied() throws Exception {
        assertThat(errors("talk.apply(talk.planUndo(what, change -> {}));"))
                .singleElement()
                .asString()
                .contains("UndoPlan cannot be converted");
        assertThat(errors("talk.apply(talk.planUndo(what, change -> {}).digest(), change -> {});"))
                .isNotEmpty();
    }

    @Test
    void aPlanOfASyncCannotBeUndone() throws Exception {
        assertThat(errors("talk.undo(talk.plan());")).singleElement().asString().contains("Plan cannot be converted");
        assertThat(errors("talk.undo(what, talk.plan());")).isNotEmpty();
    }
}
