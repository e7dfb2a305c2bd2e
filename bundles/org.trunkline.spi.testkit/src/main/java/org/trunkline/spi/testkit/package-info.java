/** Contract tests that each plug-in runs on its own extensions, and values to test them with. */
@NullMarked
package org.trunkline.spi.testkit;

import org.jspecify.annotations.NullMarked;
