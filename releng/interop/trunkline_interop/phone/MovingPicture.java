import java.awt.Color;
import java.awt.Frame;
import java.awt.Graphics;

import javax.swing.Timer;

/** A window of that size whose picture is another one every 33 ms: what the tests share. Arguments: width, height. */
public final class MovingPicture extends Frame {
    private final long began = System.nanoTime();

    public static void main(String[] arguments) {
        var frame = new MovingPicture();
        frame.setUndecorated(true);
        frame.setBounds(0, 0, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        frame.setVisible(true);
        new Timer(33, _ -> frame.repaint()).start();
    }

    private MovingPicture() {
        super("Moving picture");
    }

    @Override
    public void update(Graphics graphics) {
        paint(graphics);
    }

    @Override
    public void paint(Graphics graphics) {
        int step = (int) ((System.nanoTime() - began) / 33_000_000);
        int stripe = Math.max(1, getWidth() / 8);
        for (int i = 0; i < 8; i++) {
            graphics.setColor(Color.getHSBColor((i * 16 + step) % 128 / 128f, 0.8f, 0.9f));
            graphics.fillRect(i * stripe, 0, stripe, getHeight());
        }
        graphics.setColor(Color.WHITE);
        graphics.fillRect(step * 7 % Math.max(1, getWidth()), getHeight() / 3, getWidth() / 10, getHeight() / 3);
        getToolkit().sync(); // else the X server gets it twice a second
    }
}
