package io.sesam.talk.connector.csv.disk;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** Exceptions for file errors, without cell values. */
public final class FileErrors {
    private FileErrors() {}

    public static TalkException unreadable(String message) {
        return new TalkException(ErrorCode.UNREADABLE, message);
    }

    public static TalkException unreadable(String file, IOException cause) {
        return new TalkException(
                ErrorCode.UNREADABLE,
                file + " cannot be read: " + reason(cause) + "; check that it exists and is readable",
                cause);
    }

    /** Creates the failure of a file for which the memory of this process is too small. */
    public static TalkException tooLarge(String file, long bytes, long memory) {
        return unreadable(file + " has " + bytes / 1_000_000 + " MB; reading it takes about " + (memory / 1_000_000 + 1)
                + " MB of memory, more than half of what Java may use; give Java more, as with -Xmx"
                + (memory * 3 / 1_000_000_000 + 1) + "g, or split the file");
    }

    public static TalkException suspect(String message) {
        return new TalkException(ErrorCode.LISTING_SUSPECT, message);
    }

    public static TalkException unwritable(String message) {
        return new TalkException(ErrorCode.UNWRITABLE, message);
    }

    public static TalkException unwritable(String file, IOException cause) {
        return new TalkException(
                ErrorCode.UNWRITABLE,
                file + " cannot be written: " + reason(cause)
                        + "; nothing was changed. Check that the disk is not full and that the directory is writable",
                cause);
    }

    /** Returns the operating system's reason without the path. */
    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
        return reason == null ? words(cause) : reason;
    }

    private static String words(@Nullable IOException cause) {
        return cause == null ? "unknown" : cause.getClass().getSimpleName();
    }
}
