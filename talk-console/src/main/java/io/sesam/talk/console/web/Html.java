package io.sesam.talk.console.web;

import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.sesam.talk.console.request.ConsoleResponse;
import java.util.function.Consumer;

/** Renders templates; every value is escaped for its place. */
public final class Html {
    private Html() {}

    /** Renders a page. */
    public static ConsoleResponse page(Consumer<HtmlTemplateOutput> template) {
        return page(200, template);
    }

    /** Renders a page with a status. */
    public static ConsoleResponse page(int status, Consumer<HtmlTemplateOutput> template) {
        return ConsoleResponse.text(status, "text/html", text(template));
    }

    /** Renders to text. */
    public static String text(Consumer<HtmlTemplateOutput> template) {
        StringOutput text = new StringOutput(16_384);
        template.accept(new OwaspHtmlTemplateOutput(text));
        return text.toString();
    }
}
