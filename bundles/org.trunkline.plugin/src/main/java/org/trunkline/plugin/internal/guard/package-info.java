/** What stands between the node and the code of plug-ins: deadlines, threads, counts, suspension. */
@NullMarked
package org.trunkline.plugin.internal.guard;

import org.jspecify.annotations.NullMarked;
