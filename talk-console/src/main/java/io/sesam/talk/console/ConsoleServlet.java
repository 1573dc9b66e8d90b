package io.sesam.talk.console;

import io.sesam.talk.console.request.ConsoleAccess;
import io.sesam.talk.console.request.ConsoleRequest;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.web.FormText;
import io.sesam.talk.model.Experimental;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Mounts the console in a servlet container.
 *
 * <p>Mapped to a path such as {@code /talk/*}, behind the host's own authentication. The handler's {@link ConsoleAccess} decides by
 * {@link ConsoleRequest#principal()} who may read and who may change. A page of events occupies a thread of the container while a
 * run is watched.
 */
@Experimental
public class ConsoleServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Not serialised: a container that passivates servlets makes a new one. */
    private final transient ConsoleHandler handler;

    /** Creates a servlet that answers with a handler. */
    public ConsoleServlet(ConsoleHandler handler) {
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ConsoleResponse answer = request.getContentLengthLong() > FormText.MOST_BYTES
                ? ConsoleResponse.text(413, "text/plain", "The form is too large.")
                : handler.handle(request(request));
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        answer.length().ifPresent(response::setContentLengthLong);
        if (!request.getMethod().equals("HEAD")) {
            answer.body().write(response.getOutputStream());
        }
    }

    private static ConsoleRequest request(HttpServletRequest request) throws IOException {
        Map<String, String> headers = new HashMap<>();
        Collections.list(request.getHeaderNames()).forEach(name -> headers.put(name, request.getHeader(name)));
        return ConsoleRequest.builder(request.getMethod(), pathInfo(request.getPathInfo()))
                .mount(request.getContextPath() + request.getServletPath())
                .headers(headers)
                .query(FormText.parse(request.getQueryString()))
                .form(form(request))
                .principal(name(request.getUserPrincipal()))
                .build();
    }

    private static String pathInfo(@Nullable String path) {
        return path == null ? "/" : path;
    }

    private static @Nullable String name(@Nullable Principal principal) {
        return principal == null ? null : principal.getName();
    }

    /** The fields of the body. A filter of the host may have read it: then the container's parameters are all there is. */
    private static Map<String, List<String>> form(HttpServletRequest request) throws IOException {
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            return Map.of();
        }
        byte[] body = request.getInputStream().readNBytes(FormText.MOST_BYTES);
        if (body.length > 0) {
            return FormText.parse(body);
        }
        Map<String, List<String>> form = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> form.put(name, List.of(values)));
        return form;
    }
}
