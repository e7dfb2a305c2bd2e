package org.trunkline.ui.cdr.internal.nodes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.node.Node;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.StateText;

/**
 * What one node answers to a search over all of them.
 *
 * @param found its newest calls; empty where it did not answer
 * @param problem why it did not answer, in a sentence; else empty
 */
record NodeAnswer(NodeState node, Optional<Page<CdrRow>> found, String problem) {
    /** A call and the node that has it. */
    record Row(NodeState node, CdrRow call) {}

    /** Rows asked of each node. */
    static final int MOST = 500;

    /**
     * Asks all nodes at the same time, and waits for all of them. Not on the UI thread.
     *
     * @param nodes also those that are away: each of them has an answer
     * @param away what is said of a node that is not connected
     * @throws QueryException if the text is not understood
     */
    static List<NodeAnswer> ask(List<NodeState> nodes, CdrQuery query, String away) throws QueryException, InterruptedException {
        var answers = new ArrayList<NodeAnswer>();
        try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Future<NodeAnswer>>();
            for (NodeState node : nodes)
                asked.add(asking.submit((Callable<NodeAnswer>) () -> one(node, query, away)));
            for (var answer : asked)
                answers.add(answer.get());
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case QueryException refused -> throw refused;
                case RuntimeException bug -> throw bug;
                default -> throw new IllegalStateException(e);
            }
        }
        return answers;
    }

    private static NodeAnswer one(NodeState state, CdrQuery query, String away) throws QueryException {
        Optional<Node> node = state.node();
        if (node.isEmpty())
            return new NodeAnswer(state, Optional.empty(), state.problem().isEmpty() ? away : state.problem());
        try {
            return new NodeAnswer(state, Optional.of(node.get().cdrs().rows(query, CdrOrder.NEWEST_FIRST, 0, MOST)), "");
        } catch (NodeUnavailableException e) {
            return new NodeAnswer(state, Optional.empty(), StateText.create().of(e));
        }
    }

    long total() {
        return found.map(Page::total).orElse(0L);
    }

    /** The calls of all answers, the newest first. */
    static List<Row> rows(List<NodeAnswer> answers) {
        return answers.stream().flatMap(answer -> answer.found().map(Page::items).orElse(List.of()).stream()
                .map(call -> new Row(answer.node(), call)))
                .sorted(Comparator.comparing((Row row) -> row.call().startedAt()).reversed()).toList();
    }
}
