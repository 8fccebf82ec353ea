package dev.advect.view.film;

import org.jcodec.codecs.h264.H264Encoder;
import org.jcodec.codecs.h264.encode.RateControl;
import org.jcodec.codecs.h264.io.model.SliceType;
import org.jcodec.common.Codec;
import org.jcodec.common.MuxerTrack;
import org.jcodec.common.VideoCodecMeta;
import org.jcodec.common.VideoEncoder.EncodedFrame;
import org.jcodec.common.io.FileChannelWrapper;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Packet;
import org.jcodec.common.model.Packet.FrameType;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Size;
import org.jcodec.containers.mp4.muxer.MP4Muxer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/** Writes an MP4 with H.264, at a fixed quality. */
final class Mp4Writer {
    private static final int TIMESCALE = 90_000;
    private static final int KEY_INTERVAL = 60;
    /** The quantiser of key pictures, and of those between them: 0 is the best, 51 the worst. */
    private static final int QUALITY = 22;

    private Mp4Writer() {}

    static void write(Pictures pictures, double fps, int threads, IntConsumer progress, Path file) throws IOException {
        H264Encoder encoder = new H264Encoder(new FixedQuality());
        encoder.setKeyInterval(KEY_INTERVAL);
        Picture picture = Picture.create(pictures.width(), pictures.height(), ColorSpace.YUV420J);
        ByteBuffer buffer = ByteBuffer.allocate(encoder.estimateBufferSize(picture));
        try (FileChannelWrapper channel = NIOUtils.writableFileChannel(file.toString())) {
            MP4Muxer muxer = MP4Muxer.createMP4MuxerToChannel(channel);
            MuxerTrack track = muxer.addVideoTrack(Codec.H264, VideoCodecMeta.createSimpleVideoCodecMeta(
                    new Size(pictures.width(), pictures.height()), ColorSpace.YUV420J));
            Reel.run(pictures, threads, progress, (frame, pixels) -> {
                toYuv(pixels, pictures.width(), pictures.height(), picture);
                buffer.clear();
                EncodedFrame encoded = encoder.encodeFrame(picture, buffer);
                long at = ticks(frame, fps);
                track.addFrame(Packet.createPacket(NIOUtils.clone(encoded.getData()), at, TIMESCALE,
                        ticks(frame + 1, fps) - at, frame, encoded.isKeyFrame() ? FrameType.KEY : FrameType.INTER, null));
            });
            muxer.finish();
        }
    }

    private static long ticks(int frame, double fps) {
        return Math.round(TIMESCALE * frame / fps);
    }

    /**
     * Converts to luma and halved chroma as players expect them (BT.601, luma 16 to 235). The library keeps samples as
     * signed bytes, less 128.
     */
    static void toYuv(int[] pixels, int width, int height, Picture out) {
        byte[] luma = out.getPlaneData(0);
        for (int i = 0; i < pixels.length; i++) {
            int rgb = pixels[i];
            double y = 16 + 0.256788 * ((rgb >> 16) & 255) + 0.504129 * ((rgb >> 8) & 255) + 0.097906 * (rgb & 255);
            luma[i] = (byte) (Math.round(y) - 128);
        }
        int half = width / 2;
        for (int y = 0; y < height / 2; y++) {
            for (int x = 0; x < half; x++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int k = 0; k < 4; k++) {
                    int rgb = pixels[(2 * y + (k >> 1)) * width + 2 * x + (k & 1)];
                    red += (rgb >> 16) & 255;
                    green += (rgb >> 8) & 255;
                    blue += rgb & 255;
                }
                out.getPlaneData(1)[y * half + x] =
                        (byte) Math.round((-0.148223 * red - 0.290993 * green + 0.439216 * blue) / 4);
                out.getPlaneData(2)[y * half + x] =
                        (byte) Math.round((0.439216 * red - 0.367788 * green - 0.071427 * blue) / 4);
            }
        }
    }

    /** Every picture is quantised alike. */
    private static final class FixedQuality implements RateControl {
        @Override
        public int startPicture(Size size, int maxBytes, SliceType type) {
            return QUALITY;
        }

        @Override
        public int initialQpDelta() {
            return 0;
        }

        @Override
        public int accept(int bits) {
            return 0;
        }
    }
}
