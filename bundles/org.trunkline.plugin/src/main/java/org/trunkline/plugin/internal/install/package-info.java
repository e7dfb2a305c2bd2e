/** Installed plug-ins: what is kept of them, and their changes while calls continue. */
@NullMarked
package org.trunkline.plugin.internal.install;

import org.jspecify.annotations.NullMarked;
