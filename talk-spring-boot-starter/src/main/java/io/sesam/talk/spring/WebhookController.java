package io.sesam.talk.spring;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.WebhookRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Receives the webhooks of the connected systems.
 *
 * <p>The signature proves who sent one, so the host's login must let them through. Answers say nothing about the reason.
 */
@RestController
final class WebhookController {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookController.class);
    private static final int MOST_BYTES = 1024 * 1024;

    private final Talk talk;
    private final @Nullable String address;
    private final Runnable afterwards;

    /** Creates it; {@code afterwards} runs after each webhook that names records to be read. */
    WebhookController(Talk talk, StarterProperties properties, Runnable afterwards) {
        this.talk = talk;
        this.address = properties.webhooks().url();
        this.afterwards = afterwards;
    }

    @PostMapping("${talk.webhooks.path:/talk/webhooks}/{system}")
    ResponseEntity<Void> receive(@PathVariable("system") String system, HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        return ResponseEntity.status(body.length > MOST_BYTES ? 413 : received(system, request, body))
                .build();
    }

    private int received(String system, HttpServletRequest request, byte[] body) {
        try {
            if (talk.receive(system, WebhookRequest.of("POST", url(request), headers(request), body)) > 0) {
                afterwards.run();
            }
            return 204;
        } catch (TalkException e) {
            if (e.code() == ErrorCode.ACCESS_REFUSED) {
                LOG.warn("a webhook for a connected system is refused: {}", e.getMessage());
            }
            return switch (e.code()) {
                case ACCESS_REFUSED -> 401;
                case UNREADABLE -> 400;
                case CONFIGURATION -> 404;
                default -> {
                    if (e.code() == ErrorCode.STORE_IN_USE) {
                        LOG.debug("a webhook was left to the node that syncs: {}", e.getMessage());
                    } else {
                        LOG.error("a webhook could not be received ({}); its sender may try again", e.code(), e);
                    }
                    yield 503;
                }
            };
        }
    }

    /** The address that the sender has signed. */
    private String url(HttpServletRequest request) {
        String path =
                address == null ? request.getRequestURL().toString() : withoutEnd(address) + request.getRequestURI();
        return request.getQueryString() == null ? path : path + "?" + request.getQueryString();
    }

    private static String withoutEnd(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static Map<String, List<String>> headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        Collections.list(request.getHeaderNames())
                .forEach(name -> headers.put(name, Collections.list(request.getHeaders(name))));
        return headers;
    }
}
