/** Plug-ins of a node: what is installed, what it may do, what it costs. */
@NullMarked
package org.trunkline.api.plugin;

import org.jspecify.annotations.NullMarked;
