package io.sesam.talk.spring;

import io.sesam.talk.Talk;
import io.sesam.talk.console.ConsoleHandler;
import io.sesam.talk.console.ConsoleProgress;
import io.sesam.talk.console.ConsoleServlet;
import io.sesam.talk.console.request.ConsoleRequest;
import io.sesam.talk.console.request.ConsoleUser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The console behind the host's login: who is signed in may read, a steward may change.
 *
 * <p>A steward is named, or has a role that is named as {@code role:NAME}.
 */
final class ConsoleMount {
    private static final String ROLE = "role:";

    private final List<String> stewards;

    /** The request that this thread answers: a role is asked of it. */
    @SuppressWarnings("ThreadLocalUsage") // there may be several consoles
    private final ThreadLocal<HttpServletRequest> current = new ThreadLocal<>();

    ConsoleMount(List<String> stewards) {
        this.stewards = List.copyOf(stewards);
    }

    ConsoleServlet servlet(Talk talk, ConsoleProgress progress) {
        return new RequestKeepingServlet(
                ConsoleHandler.builder(talk, this::user).progress(progress).build());
    }

    private Optional<ConsoleUser> user(ConsoleRequest request) {
        return request.principal()
                .map(name -> isSteward(name, current.get()) ? ConsoleUser.steward(name) : ConsoleUser.reader(name));
    }

    private boolean isSteward(String name, @Nullable HttpServletRequest request) {
        return stewards.stream()
                .anyMatch(steward -> steward.startsWith(ROLE)
                        ? request != null && request.isUserInRole(steward.substring(ROLE.length()))
                        : steward.equals(name));
    }

    @SuppressWarnings("serial") // a container that passivates servlets makes a new one
    private final class RequestKeepingServlet extends ConsoleServlet {
        private static final long serialVersionUID = 1L;

        private RequestKeepingServlet(ConsoleHandler handler) {
            super(handler);
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            current.set(request);
            try {
                super.service(request, response);
            } finally {
                current.remove();
            }
        }
    }
}
