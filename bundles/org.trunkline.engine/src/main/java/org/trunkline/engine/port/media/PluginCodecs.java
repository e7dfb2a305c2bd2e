package org.trunkline.engine.port.media;

import java.util.List;

/** The codecs of the plug-ins that run. They may come and go while calls last. <b>Threads:</b> any; never blocks. */
@FunctionalInterface
public interface PluginCodecs {
    PluginCodecs NONE = List::of;

    /** The preferred first; no two of one name. */
    List<PluginCodec> all();
}
