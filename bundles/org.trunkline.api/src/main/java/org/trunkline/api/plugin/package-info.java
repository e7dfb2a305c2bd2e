/** Plug-ins of a node: archives, permissions and use of resources. */
@NullMarked
package org.trunkline.api.plugin;

import org.jspecify.annotations.NullMarked;
