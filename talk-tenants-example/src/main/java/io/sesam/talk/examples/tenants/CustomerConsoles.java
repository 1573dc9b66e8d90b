package io.sesam.talk.examples.tenants;

import io.sesam.talk.Talk;
import io.sesam.talk.console.ConsoleHandler;
import io.sesam.talk.console.ConsoleServlet;
import io.sesam.talk.console.request.ConsoleUser;
import io.sesam.talk.tenants.TenantId;
import io.sesam.talk.tenants.TenantStatus;
import io.sesam.talk.tenants.Tenants;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The console of each customer, read beside whichever machine syncs the customer.
 *
 * <p>A real application lets in those who are signed in, for their own company.
 */
@SuppressWarnings("serial") // a container that passivates servlets makes a new one
class CustomerConsoles extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int MOST_OPEN = 20;

    private final transient Tenants tenants;
    private final transient Map<String, Console> open = new LinkedHashMap<>(16, 0.75f, true);

    CustomerConsoles(Tenants tenants) {
        this.tenants = tenants;
    }

    /** An open console; {@code store} is empty when the customer had no store yet. */
    private record Console(Talk talk, Optional<String> store, ConsoleServlet servlet) {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String path = Optional.ofNullable(request.getPathInfo()).orElse("/");
        int end = path.indexOf('/', 1);
        if (end < 0) {
            response.sendRedirect(request.getRequestURI() + "/");
            return;
        }
        String customer = path.substring(1, end);
        Optional<TenantStatus> status = tenants.status(TenantId.of(customer));
        if (status.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        console(customer, status.get().store())
                .servlet()
                .service(new Below(request, "/" + customer, path.substring(end)), response);
    }

    private synchronized Console console(String customer, Optional<String> store) {
        Console known = open.get(customer);
        if (known != null && known.store().equals(store)) {
            return known;
        }
        Talk talk = tenants.openForQueries(TenantId.of(customer));
        ConsoleHandler handler = ConsoleHandler.builder(talk, request -> Optional.of(ConsoleUser.reader("guest")))
                .build();
        Console made = new Console(talk, store, new ConsoleServlet(handler));
        Console before = open.put(customer, made);
        if (before != null) {
            before.talk().close();
        }
        Iterator<Console> eldest = open.values().iterator();
        while (open.size() > MOST_OPEN) {
            eldest.next().talk().close();
            eldest.remove();
        }
        return made;
    }

    @Override
    public synchronized void destroy() {
        open.values().forEach(console -> console.talk().close());
        open.clear();
    }

    /** The request as the console of one customer sees it. */
    private static final class Below extends HttpServletRequestWrapper {
        private final String mount;
        private final String path;

        private Below(HttpServletRequest request, String mount, String path) {
            super(request);
            this.mount = mount;
            this.path = path;
        }

        @Override
        public String getServletPath() {
            return super.getServletPath() + mount;
        }

        @Override
        public String getPathInfo() {
            return path;
        }
    }
}
