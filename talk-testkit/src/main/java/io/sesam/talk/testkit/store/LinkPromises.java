package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.ref;
import static io.sesam.talk.testkit.store.StoreSamples.refs;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import java.util.ArrayList;
import java.util.List;

/** The promises about links. */
final class LinkPromises {
    static final List<StorePromise> ALL = List.of(
            new StorePromise("links are found by either end, once each", LinkPromises::found),
            new StorePromise("a removed link is gone, other links of its ends stay", LinkPromises::removed),
            new StorePromise("links of thousands of records are found at once", LinkPromises::many));

    private static final RecordRef OTHER = new RecordRef(StoreSamples.PAYROLL, EntityType.PERSON, "a/\"1\" 😀");
    private static final RecordRef COMPANY = new RecordRef(StoreSamples.CRM, EntityType.ORGANISATION, "1");

    private LinkPromises() {}

    private static void found(StoreScene scene) {
        Link one = new Link(ref("1"), OTHER, Link.Origin.CREATED);
        Link two = new Link(ref("2"), ref("1"), Link.Origin.APART);
        Link three = new Link(
                COMPANY, new RecordRef(StoreSamples.PAYROLL, EntityType.ORGANISATION, "1"), Link.Origin.MERGED);
        scene.commit(commit -> commit.add(one).add(two).add(three));
        scene.commit(commit -> commit.add(one));
        assertThat(scene.store().links(List.of(ref("1")))).containsExactlyInAnyOrder(one, two);
        assertThat(scene.store().links(List.of(OTHER))).containsExactly(one);
        assertThat(scene.store().links(List.of(COMPANY))).containsExactly(three);
        assertThat(scene.store().links(List.of(ref("1"), OTHER, ref("2"), ref("1"), COMPANY)))
                .containsExactlyInAnyOrder(one, two, three);
        assertThat(scene.store().links(List.of(ref("3")))).isEmpty();
        assertThat(scene.store().links(List.of())).isEmpty();
    }

    private static void removed(StoreScene scene) {
        Link created = new Link(ref("1"), OTHER, Link.Origin.CREATED);
        Link steward = new Link(ref("1"), OTHER, Link.Origin.STEWARD);
        scene.commit(commit -> commit.add(created).add(steward));
        scene.commit(commit -> commit.remove(created).remove(new Link(ref("1"), ref("9"), Link.Origin.MERGED)));
        assertThat(scene.store().links(List.of(OTHER))).containsExactly(steward);
        scene.commit(commit -> commit.remove(steward));
        assertThat(scene.store().links(List.of(ref("1"), OTHER))).isEmpty();
    }

    private static void many(StoreScene scene) {
        List<RecordRef> refs = refs(2_500);
        List<Link> links = new ArrayList<>();
        for (int i = 1; i < refs.size(); i++) {
            links.add(new Link(refs.get(i - 1), refs.get(i), Link.Origin.STEWARD));
        }
        scene.commit(commit -> links.forEach(commit::add));
        assertThat(scene.store().links(refs)).containsExactlyInAnyOrderElementsOf(links);
    }
}
