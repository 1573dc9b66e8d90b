package io.sesam.talk.connector.csv;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands out what differs between a file and the generation that a position names.
 *
 * <p>A reading is compared as a whole when it begins, and its pages come from memory: what happens to the file meanwhile
 * belongs to the next reading. When another connector goes on with it, as after a crash, and the file is another one by
 * then, a reading of changes begins anew, from the same generation; of a complete listing the position is lost.
 */
final class CsvReader implements Reader {
    private final Sheet sheet;
    private @Nullable Listing underWay;

    CsvReader(Sheet sheet) {
        this.sheet = sheet;
    }

    @Override
    public Page read(ReadRequest request) {
        sheet.settle();
        Bookmark mark = request.after().map(Bookmark::parse).orElse(Bookmark.START);
        Listing listing = underWay;
        if (listing != null && listing.isUnderWay(mark)) {
            return page(listing, mark.from(), request.limit());
        }
        return begin(mark, request.limit());
    }

    private Page begin(Bookmark mark, int limit) {
        Memory memory = sheet.memory();
        Optional<Generation> base = memory.load(mark.base());
        if (base.isEmpty() && !mark.base().isEmpty()) {
            throw lost();
        }
        if (base.isPresent() && !mark.isWithin() && isUnchanged(base.get(), mark.base())) {
            sheet.begun(mark.base());
            memory.keep(List.of(mark.base()), 0);
            return Page.last(List.of(), mark.position()).ofTotal(0);
        }
        Table table = sheet.tableWithIds();
        byte[] content = Table.contentOf(table.image(), table.layout());
        boolean goesOn = mark.isWithin()
                && memory.load(mark.generation())
                        .filter(made -> made.isOf(content))
                        .isPresent();
        if (mark.isWithin() && base.isEmpty() && !goesOn) {
            throw lost();
        }
        String generation = goesOn ? mark.generation() : memory.save(table, content);
        Listing listing = listing(mark.base(), base, generation, table);
        sheet.begun(generation);
        memory.keep(List.of(mark.base(), generation), mark.isStart() ? 1 : 0);
        underWay = listing;
        return page(listing, goesOn ? mark.from() : 0, limit);
    }

    private TalkException lost() {
        return new TalkException(
                ErrorCode.POSITION_LOST,
                "what was read of " + sheet.layout().file() + " before is no longer remembered in "
                        + sheet.memory().directory()
                        + ", or another file has taken its place; all of it is read again");
    }

    private boolean isUnchanged(Generation base, String name) {
        return !sheet.memory().hasJournal(name) && base.isOf(Table.contentOf(sheet.image(), sheet.layout()));
    }

    private static Listing listing(String name, Optional<Generation> base, String generation, Table table) {
        if (base.isPresent()) {
            Generation before = base.get();
            return new Listing(name, generation, table, before.goneFrom(table), before.changedIn(table));
        }
        int[] all = new int[table.size()];
        Arrays.setAll(all, row -> row);
        return new Listing("", generation, table, List.of(), all);
    }

    private Page page(Listing listing, int from, int limit) {
        Page page = listing.page(from, limit);
        if (!page.hasMore()) {
            underWay = null; // its table may be large
        }
        return page;
    }
}
