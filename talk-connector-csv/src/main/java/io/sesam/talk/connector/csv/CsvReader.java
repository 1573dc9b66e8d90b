package io.sesam.talk.connector.csv;

import io.sesam.talk.connector.csv.history.FileHistory;
import io.sesam.talk.connector.csv.history.FileSnapshot;
import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the differences from a generation.
 *
 * <p>The whole file is compared when a reading begins. The pages of a small file come from memory: later changes of it
 * belong to the next reading. The pages of a large file are read from it, and each row must still be the one that was
 * compared. Where it is not, and when another connector continues a reading, as after a crash, and the file has changed
 * by then, a reading of changes begins again from the same generation; for a complete listing the position is lost.
 */
final class CsvReader implements Reader {
    private final CsvFile file;
    private @Nullable ChangeListing underWay;

    CsvReader(CsvFile file) {
        this.file = file;
    }

    @Override
    public Page read(ReadRequest request) {
        file.settle();
        file.reportTo(request.progress());
        CsvPosition mark = request.after().map(CsvPosition::parse).orElse(CsvPosition.START);
        return file.again(() -> page(mark, request.limit()));
    }

    private Page page(CsvPosition mark, int limit) {
        ChangeListing listing = underWay;
        underWay = null; // begins again after a failure
        return listing != null && listing.isUnderWay(mark) ? page(listing, mark.from(), limit) : begin(mark, limit);
    }

    private Page begin(CsvPosition mark, int limit) {
        FileHistory history = file.history();
        Optional<FileSnapshot> base = history.load(mark.base());
        if (base.isEmpty() && !mark.base().isEmpty()) {
            throw positionLost();
        }
        if (base.isPresent() && !mark.isWithin() && isUnchanged(base.get(), mark.base())) {
            file.begun(mark.base(), base.get().ids());
            history.keep(List.of(mark.base()), 0);
            return Page.last(List.of(), mark.position())
                    .ofTotal(0)
                    .notes(base.get().notes());
        }
        FileTable table = file.tableWithIds();
        byte[] content = FileTable.contentOf(table.image(), table.layout());
        boolean continues = mark.isWithin()
                && history.load(mark.generation())
                        .filter(made -> made.isOf(content))
                        .isPresent();
        if (mark.isWithin() && base.isEmpty() && !continues) {
            throw positionLost();
        }
        String generation = continues ? mark.generation() : history.save(table, content);
        ChangeListing listing = listing(mark.base(), base, generation, table);
        file.begun(generation, table.ids());
        history.keep(List.of(mark.base(), generation), mark.isStart() ? 1 : 0);
        return page(listing, continues ? mark.from() : 0, limit);
    }

    private TalkException positionLost() {
        return new TalkException(
                ErrorCode.POSITION_LOST,
                "the state of the last reading of " + file.layout().file() + " is missing in "
                        + file.history().directory()
                        + ", or another file has taken its place; the whole file is read again");
    }

    private boolean isUnchanged(FileSnapshot base, String name) {
        return !file.history().hasJournal(name) && base.isOf(FileTable.contentOf(file.image(), file.layout()));
    }

    private static ChangeListing listing(String name, Optional<FileSnapshot> base, String generation, FileTable table) {
        if (base.isPresent()) {
            FileSnapshot before = base.get();
            List<String> gone = before.goneFrom(table);
            return new ChangeListing(
                    name, generation, table, gone, before.respelt(table, gone), before.changedIn(table));
        }
        int[] all = new int[table.size()];
        Arrays.setAll(all, row -> row);
        return new ChangeListing("", generation, table, List.of(), Map.of(), all);
    }

    private Page page(ChangeListing listing, int from, int limit) {
        Page page = listing.page(from, limit);
        if (page.hasMore()) {
            underWay = listing;
            return page;
        }
        return page.notes(listing.table().notes());
    }
}
