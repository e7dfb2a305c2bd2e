package org.trunkline.plugin.internal.child;

import java.io.IOException;

import org.trunkline.domain.call.CallId;
import org.trunkline.plugin.internal.link.Allowance;
import org.trunkline.plugin.internal.link.FrameKind;
import org.trunkline.plugin.internal.link.FrameWriter;
import org.trunkline.plugin.internal.link.Link;
import org.trunkline.plugin.internal.link.Shape;
import org.trunkline.plugin.internal.link.Shapes;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallControl;

/** Sends commands for calls from the plug-in's process to the node. */
final class ChildCallControl implements CallControl {
    private final Link link;
    private final Shape shape = new Shapes().of(CallCommand.class);

    ChildCallControl(Link link) {
        this.link = link;
    }

    @Override
    public void send(CallId call, CallCommand command) {
        var checked = shape.accept(command, new Allowance());
        var frame = new FrameWriter(FrameKind.COMMAND);
        frame.writeText(call.value());
        shape.write(checked, frame);
        try {
            link.send(frame);
        } catch (IOException e) {
            link.close();
        }
    }
}
