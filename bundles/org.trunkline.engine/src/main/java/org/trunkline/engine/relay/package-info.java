/** The media of calls that are not the engine's: those of a phone beside the node. */
@NullMarked
package org.trunkline.engine.relay;

import org.jspecify.annotations.NullMarked;
