package io.sesam.talk.tests.world.play;

import java.util.ArrayList;
import java.util.List;

/** Checks of all promises in a world at rest. */
final class Judge {
    private final Play play;

    Judge(Play play) {
        this.play = play;
    }

    List<Flaw> flaws() {
        Memory memory = new Memory(play);
        List<Flaw> flaws = new ArrayList<>();
        new Agreement(play, memory, flaws).check();
        new Duplicates(play, memory, flaws).check();
        new Edits(play, memory, flaws).check();
        new Tables(play, memory, flaws).check();
        new Journal(play, memory, flaws).check();
        play.humans.check(memory, flaws);
        return flaws;
    }
}
