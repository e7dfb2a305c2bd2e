package org.trunkline.phone.internal.sip;

import java.util.function.Supplier;

import javax.sip.message.Response;

/** A request, sent again with credentials when the server asks for them. On the thread of the phone. */
final class Exchange implements Transactions.Listener {
    /** The nonce that the first answer was for may be too old. */
    private static final int MOST_ANSWERS = 2;

    private final Transactions transactions;
    private final Digest digest;
    private final Supplier<SipRequest> request;
    private final Transactions.Listener listener;
    private Transactions.Sent sent;
    private String method;
    private String uri;
    private int answers;
    private boolean cancelled;

    /** @param request the next one of its dialog, each time */
    private Exchange(Transactions transactions, Digest digest, Supplier<SipRequest> request, Transactions.Listener listener) {
        this.transactions = transactions;
        this.digest = digest;
        this.request = request;
        this.listener = listener;
        var first = request.get();
        method = first.method();
        uri = first.uri();
        sent = transactions.send(first, this);
    }

    static Exchange begin(Transactions transactions, Digest digest, Supplier<SipRequest> request, Transactions.Listener listener) {
        return new Exchange(transactions, digest, request, listener);
    }

    void cancel() {
        cancelled = true;
        sent.cancel();
    }

    /** Whether a 401 or 407 says that the credentials were wrong. */
    boolean refused() {
        return answers > 0;
    }

    @Override
    public void answered(Response response) {
        boolean challenge = response.getStatusCode() == Response.UNAUTHORIZED
                || response.getStatusCode() == Response.PROXY_AUTHENTICATION_REQUIRED;
        if (challenge && !cancelled && answers < MOST_ANSWERS && (answers == 0 || Digest.stale(response))) {
            var next = request.get();
            var credentials = digest.answer(response, method, uri);
            if (credentials.isPresent()) {
                answers++;
                sent = transactions.send(next.with(credentials.get()), this);
                return;
            }
        }
        listener.answered(response);
    }

    @Override
    public void ended(boolean lost) {
        listener.ended(lost);
    }
}
