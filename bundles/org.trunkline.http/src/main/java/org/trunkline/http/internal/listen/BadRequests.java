package org.trunkline.http.internal.listen;

import java.nio.ByteBuffer;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Problem;

/** Answers what is not HTTP, or beyond the widest limits, with a problem document. */
final class BadRequests extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = request.getAttribute(ERROR_STATUS) instanceof Integer known ? known : response.getStatus();
        var title = HttpStatus.getMessage(status);
        var why = request.getAttribute(ERROR_MESSAGE) instanceof String said && !said.isBlank() ? said : title;
        var answer = Answer.of(Problem.of(status, "http", title, "The request cannot be read as HTTP: " + why));
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
        return true;
    }
}
