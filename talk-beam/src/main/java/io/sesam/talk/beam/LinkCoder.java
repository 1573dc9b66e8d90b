package io.sesam.talk.beam;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** The bytes of a link between two steps. Set it on each collection of links. */
@Experimental
public final class LinkCoder extends AtomicCoder<Link> {
    private static final long serialVersionUID = 1L;
    private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

    private LinkCoder() {}

    /** Returns the coder. */
    public static LinkCoder of() {
        return new LinkCoder();
    }

    @Override
    public void encode(Link link, OutputStream out) throws IOException {
        write(link.first(), out);
        write(link.second(), out);
        TEXT.encode(link.origin().name(), out);
    }

    private static void write(RecordRef ref, OutputStream out) throws IOException {
        TEXT.encode(ref.system().value(), out);
        TEXT.encode(ref.type().name(), out);
        TEXT.encode(ref.id(), out);
    }

    @Override
    public Link decode(InputStream in) throws IOException {
        return new Link(read(in), read(in), Link.Origin.valueOf(TEXT.decode(in)));
    }

    private static RecordRef read(InputStream in) throws IOException {
        return RecordRef.of(TEXT.decode(in), new EntityType(TEXT.decode(in)), TEXT.decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
        return true;
    }
}
