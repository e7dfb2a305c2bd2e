/** Contract tests of extension points: what a plug-in's implementation must pass. */
@NullMarked
package org.trunkline.testkit.spi;

import org.jspecify.annotations.NullMarked;
