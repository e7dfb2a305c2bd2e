/** Plug-ins in processes of their own, as the node sees them: started, called, watched, started again. */
@NullMarked
package org.trunkline.plugin.internal.host;

import org.jspecify.annotations.NullMarked;
