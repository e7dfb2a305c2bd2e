/** The runtime of plug-ins, as a component. */
@NullMarked
package org.trunkline.plugin.internal.hosting;

import org.jspecify.annotations.NullMarked;
