package io.sesam.talk.engine.resolve;

import java.util.Arrays;

/** A union-find over numbers. The representative of a set is its least number. */
public final class UnionFind {
    private final int[] parents;

    /** Creates numbers from 0, each in its own set. */
    public UnionFind(int size) {
        parents = new int[size];
        Arrays.setAll(parents, i -> i);
    }

    /** Returns the least number of a set. */
    public int find(int number) {
        int at = number;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /** Joins two sets. */
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
