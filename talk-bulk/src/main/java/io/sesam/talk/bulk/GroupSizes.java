package io.sesam.talk.bulk;

import io.sesam.talk.bulk.work.Frames;
import io.sesam.talk.bulk.work.LongMap;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.policy.TypePolicy;
import java.util.Locale;

/** The sizes of the groups of a shard, without those records of crowds that are not held. */
final class GroupSizes {
    private final LargeHomes large;
    private final int maxRecords;
    private final LongMap held = new LongMap(16);
    private final long[] bytes = new long[Frames.GROUPS];
    private final long[] records = new long[Frames.GROUPS];

    GroupSizes(LargeHomes large, int maxRecords) {
        this.large = large;
        this.maxRecords = maxRecords;
    }

    void add(int group, long home, boolean alone, int length) {
        if (alone && large.mayBeLarge(home)) {
            long before = held.get(home, 0);
            if (before > maxRecords) {
                return;
            }
            held.put(home, before + 1);
        }
        bytes[group] += length;
        records[group]++;
    }

    /** Returns the least number of groups that fit within a limit each; a power of two. */
    int groupsWithin(long limit, TypePolicy policy) {
        for (int groups = 1; groups <= Frames.GROUPS; groups *= 2) {
            if (largest(groups) <= limit) {
                return groups;
            }
        }
        int worst = 0;
        for (int group = 1; group < bytes.length; group++) {
            worst = bytes[group] > bytes[worst] ? group : worst;
        }
        throw new TalkException(
                ErrorCode.UNREADABLE,
                String.format(
                        Locale.ROOT,
                        "about %,d records of the type %s are joined by links and match keys into one group of %,d bytes,"
                                + " which is too large for the memory of this merge, and no match key alone proves that it"
                                + " is a crowd of more than %,d records; nothing was written. Give the process more memory"
                                + " (-Xmx), ignore the key that joins them, or remove links",
                        records[worst],
                        policy.type(),
                        bytes[worst],
                        policy.rules().maxRecords()));
    }

    private long largest(int groups) {
        long[] folded = new long[groups];
        long most = 0;
        for (int i = 0; i < bytes.length; i++) {
            folded[i & groups - 1] += bytes[i];
            most = Math.max(most, folded[i & groups - 1]);
        }
        return most;
    }
}
