/** What goes between the node and a plug-in's process: frames, and how values are written into them. */
@NullMarked
package org.trunkline.plugin.internal.link;

import org.jspecify.annotations.NullMarked;
