/** Archives of plug-ins: what they hold, whether they are sound, who signed them. */
@NullMarked
package org.trunkline.plugin.internal.archive;

import org.jspecify.annotations.NullMarked;
