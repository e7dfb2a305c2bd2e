/** The command {@code trunkline}: administration of plug-ins, and projects of plug-in writers. */
@NullMarked
package org.trunkline.cli.internal;

import org.jspecify.annotations.NullMarked;
