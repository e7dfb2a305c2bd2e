package org.trunkline.node.internal.nodecall;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.trunkline.engine.port.Calls.SoFar;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCalls;
import org.trunkline.testkit.Samples;

/** Calls that nobody answers but the test. */
public final class FakeNodeCalls implements NodeCalls, Applications.Handle {
    final List<NodeCall> placed = new ArrayList<>();
    final List<ApplicationCommand> commands = new ArrayList<>();
    Optional<Outcome.Refused> refusal = Optional.empty();
    boolean bug;
    /** Run before a call is placed. */
    Runnable placing = () -> {};
    private Optional<Applications.Holder> holder = Optional.empty();
    private CompletableFuture<SoFar> ended = new CompletableFuture<>();

    @Override
    public Outcome place(NodeCall call, Applications.Holder application) {
        if (refusal.isPresent())
            return refusal.get();
        if (bug)
            throw new IllegalStateException("a bug");
        placing.run();
        placed.add(call);
        holder = Optional.of(application);
        ended = new CompletableFuture<>();
        return new Outcome.Placed(Samples.id(placed.size()), this, ended);
    }

    @Override
    public void command(ApplicationCommand command) {
        commands.add(command);
    }

    @Override
    public void abandon(boolean route) {
        throw new AssertionError("nothing is given away");
    }

    /** To the application of the call placed last. */
    void tell(ApplicationEvent event) {
        holder.orElseThrow().on(event);
    }

    /** The call placed last is over. */
    void end() {
        ended.complete(new SoFar(Samples.cdr(1), Samples.ladder(1)));
    }
}
