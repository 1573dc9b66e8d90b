package io.sesam.talk.beam;

import io.sesam.talk.merge.PolicyRecipe;
import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.policy.TypePolicy;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A recipe with what cannot be sent: its policy and the codec of its schema, made once on each worker. */
final class WorkerPolicy implements Serializable {
    private static final long serialVersionUID = 1L;

    private final PolicyRecipe recipe;
    private transient @Nullable TypePolicy policy;
    private transient @Nullable RecordCodec codec;

    WorkerPolicy(PolicyRecipe recipe) {
        this.recipe = recipe;
    }

    synchronized TypePolicy policy() {
        TypePolicy made = policy;
        if (made == null) {
            made = recipe.policy();
            policy = made;
        }
        return made;
    }

    synchronized RecordCodec codec() {
        RecordCodec made = codec;
        if (made == null) {
            made = RecordCodec.of(policy().schema());
            codec = made;
        }
        return made;
    }
}
