package io.sesam.talk.engine.resolve;

import java.util.Arrays;

/** Who hangs together with whom: a union-find over numbers, whose representative is always the least. */
public final class UnionFind {
    private final int[] parents;

    /** Numbers from 0, each alone. */
    public UnionFind(int size) {
        parents = new int[size];
        Arrays.setAll(parents, i -> i);
    }

    /** The least number that hangs together with this one. */
    public int find(int number) {
        int at = number;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /** These two hang together from now on. */
    public void union(int one, int other) {
        int a = find(one);
        int b = find(other);
        if (a < b) {
            parents[b] = a;
        } else {
            parents[a] = b;
        }
    }
}
