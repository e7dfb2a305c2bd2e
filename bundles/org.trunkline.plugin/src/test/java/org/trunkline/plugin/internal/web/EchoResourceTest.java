package org.trunkline.plugin.internal.web;

import org.trunkline.spi.http.HttpResource;
import org.trunkline.spi.testkit.HttpResourceContract;

/** The contract itself, with the least that keeps it. */
class EchoResourceTest extends HttpResourceContract {
    @Override
    protected HttpResource resource() {
        return new HttpResource() {
            @Override
            public String name() {
                return "echo";
            }

            @Override
            public Reply handle(Call call) {
                return call.path().isEmpty() ? new Reply(200, call.contentType(), call.body()) : Reply.notFound();
            }
        };
    }
}
