package org.trunkline.http.internal.endpoint;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.SearchAnswer;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.wire.SearchJson;

/** An answer in parts, a line each. A client that leaves is noticed at the next line; the rest is not looked for. */
final class SearchLines implements Answer.Content.Lines {
    private final SearchAnswer answer;
    private Optional<SearchPart> first;

    /** Looks for the first part. */
    SearchLines(SearchAnswer answer) throws QueryException, NodeUnavailableException {
        this.answer = answer;
        first = answer.next();
    }

    @Override
    public Optional<JsonNode> next() throws NodeUnavailableException {
        var part = first.isPresent() ? first : following();
        first = Optional.empty();
        return part.map(SearchJson::write);
    }

    private Optional<SearchPart> following() throws NodeUnavailableException {
        try {
            return answer.next();
        } catch (QueryException e) { // the first part would have told
            throw new IllegalStateException(e);
        }
    }
}
