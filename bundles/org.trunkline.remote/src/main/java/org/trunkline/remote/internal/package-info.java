/** Nodes elsewhere, as the desk sees them: the admin API's client. */
@NullMarked
package org.trunkline.remote.internal;

import org.jspecify.annotations.NullMarked;
