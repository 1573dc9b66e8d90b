package io.sesam.talk.connector.csv;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** Words for what can go wrong with a file; never the values of a cell (R37). */
final class FileErrors {
    private FileErrors() {}

    static TalkException unreadable(String message) {
        return new TalkException(ErrorCode.UNREADABLE, message);
    }

    static TalkException unreadable(String file, IOException cause) {
        return new TalkException(
                ErrorCode.UNREADABLE,
                file + " cannot be read: " + reason(cause) + "; see that it is there and may be read",
                cause);
    }

    static TalkException suspect(String message) {
        return new TalkException(ErrorCode.LISTING_SUSPECT, message);
    }

    static TalkException unwritable(String message) {
        return new TalkException(ErrorCode.UNWRITABLE, message);
    }

    static TalkException unwritable(String file, IOException cause) {
        return new TalkException(
                ErrorCode.UNWRITABLE,
                file + " cannot be written: " + reason(cause)
                        + "; nothing was changed. See that the disk is not full and that its directory may be written",
                cause);
    }

    /** What the operating system says, without the path that Java puts before it. */
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
