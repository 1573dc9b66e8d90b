package io.sesam.talk.spi.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Search for the name a misspelling meant. */
public final class Nearest {
    private Nearest() {}

    /** Finds the nearest known name, if it is near enough. */
    public static Optional<String> of(String misspelt, Collection<String> known) {
        int enough = Math.max(2, misspelt.length() / 3);
        return known.stream()
                .filter(name -> distance(misspelt, name) <= enough)
                .min(Comparator.<String>comparingInt(name -> distance(misspelt, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Completes a message about an unknown name: {@code ; did you mean "x"?}, or the known names. */
    public static String hint(String misspelt, Collection<String> known) {
        return of(misspelt, known)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElseGet(() -> known.isEmpty()
                        ? "; none is known"
                        : "; known are "
                                + String.join(", ", known.stream().sorted().toList()));
    }

    /** Counts the letters to add, remove, replace or swap with a neighbour. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
