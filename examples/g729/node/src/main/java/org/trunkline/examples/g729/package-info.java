/** G.729 by the library bcg729. */
package org.trunkline.examples.g729;
