package io.sesam.talk.bulk.work;

import io.sesam.talk.spi.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** Private CSV files that several threads add to, in pieces that stay whole. */
public final class TextFiles implements AutoCloseable {
    private final Path directory;
    private final Map<String, OutputStream> outs = new HashMap<>();

    /**
     * Creates the files.
     *
     * @param headers the first line of each file, by its name without ending
     */
    public TextFiles(Path directory, Map<String, String> headers) {
        this.directory = directory;
        try {
            for (Map.Entry<String, String> header : headers.entrySet()) {
                Path file = directory.resolve(header.getKey() + ".csv");
                PrivateFiles.create(file);
                OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE);
                outs.put(header.getKey(), out);
                out.write((header.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            close();
            throw WorkDirectory.unwritable(directory, e);
        }
    }

    /** Adds whole lines to a file. */
    public void write(String name, CharSequence lines) {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        write(name, bytes, bytes.length);
    }

    /** Adds whole lines to a file. */
    public void write(String name, byte[] bytes, int length) {
        OutputStream out = outs.get(name);
        if (out == null) {
            throw new IllegalArgumentException("there is no file " + name);
        }
        try {
            synchronized (out) {
                out.write(bytes, 0, length);
            }
        } catch (IOException e) {
            throw WorkDirectory.unwritable(directory, e);
        }
    }

    @Override
    public void close() {
        try {
            for (OutputStream out : outs.values()) {
                out.close();
            }
        } catch (IOException e) {
            throw WorkDirectory.unwritable(directory, e);
        }
    }
}
