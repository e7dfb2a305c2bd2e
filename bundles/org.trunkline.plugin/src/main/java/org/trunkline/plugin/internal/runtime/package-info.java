/** Running plug-ins: what the installer asks of the guard and of plug-in hosts. */
@NullMarked
package org.trunkline.plugin.internal.runtime;

import org.jspecify.annotations.NullMarked;
