/** The parts of plug-ins that run in the desk: verified, asked for, installed and kept here. */
@NullMarked
package org.trunkline.ui.plugins.internal.desk;

import org.jspecify.annotations.NullMarked;
