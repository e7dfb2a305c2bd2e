/**
 * What runs in a plug-in's process beside the plug-in. Its classes are on the class path of that process, together with the
 * interfaces for plug-ins, which the framework's system bundle exports there.
 */
@NullMarked
package org.trunkline.plugin.internal.child;

import org.jspecify.annotations.NullMarked;
