using System;
using System.Linq;
using Octavo.Compiler;

namespace Octavo.Tool.Data;

/// <summary>Makes a picture an item of an input: size, channels, order, layout, normalisation.</summary>
internal static class ImageFitting
{
    private const float Filling = 114;

    public static float[] Fit(Image image, InputSpec input, PixelOptions options, string file)
    {
        Shape shape = input.Shape;
        if (shape.Rank < 3 || shape.Dimensions.Take(shape.Rank - 3).Any(d => d != 1))
        {
            throw new CommandException($"{file} is a picture, and the model's input '{input.Name}' of shape {shape} takes none.");
        }

        bool channelsFirst = options.IsChannelsFirst(shape);
        (int channels, int height, int width) = channelsFirst ? (shape[-3], shape[-2], shape[-1]) : (shape[-1], shape[-3], shape[-2]);
        if (channels is not (1 or 3))
        {
            throw new CommandException($"{file} is a picture, and the model's input '{input.Name}' of shape {shape} has {channels} channels in this layout; try --layout.");
        }

        Image fitted = Resized(image.WithChannels(channels), width, height, options.Resize, file);
        float[] result = new float[shape.Length];
        for (int pixel = 0; pixel < width * height; pixel++)
        {
            for (int c = 0; c < channels; c++)
            {
                int source = options.Order == ChannelOrder.Bgr ? channels - 1 - c : c;
                result[channelsFirst ? (c * width * height) + pixel : (pixel * channels) + c] = fitted.Pixels[(pixel * channels) + source];
            }
        }

        options.Normalize(result, shape);
        return result;
    }

    private static Image Resized(Image image, int width, int height, Resize resize, string file)
    {
        if (image.Width == width && image.Height == height)
        {
            return image;
        }

        switch (resize)
        {
            case Resize.Stretch:
                return Scaled(image, 0, 0, image.Width, image.Height, width, height);
            case Resize.Crop:
                double part = Math.Min((double)image.Width / width, (double)image.Height / height);
                return Scaled(image, (image.Width - (width * part)) / 2, (image.Height - (height * part)) / 2, width * part, height * part, width, height);
            case Resize.Letterbox:
                double scale = Math.Min((double)width / image.Width, (double)height / image.Height);
                int w = Math.Max((int)Math.Round(image.Width * scale), 1), h = Math.Max((int)Math.Round(image.Height * scale), 1);
                return Centered(Scaled(image, 0, 0, image.Width, image.Height, w, h), width, height);
            default:
                throw new CommandException($"{file} has {image.Width} x {image.Height} pixels and the model takes {width} x {height}; choose --resize stretch, crop or letterbox.");
        }
    }

    private static Image Centered(Image image, int width, int height)
    {
        var result = new Image(width, height, image.Channels, new float[width * height * image.Channels]);
        Array.Fill(result.Pixels, Filling);
        int left = (width - image.Width) / 2, top = (height - image.Height) / 2, row = image.Width * image.Channels;
        for (int y = 0; y < image.Height; y++)
        {
            Array.Copy(image.Pixels, y * row, result.Pixels, (((top + y) * width) + left) * image.Channels, row);
        }

        return result;
    }

    /// <summary>Part of a picture at another size: a triangle filter that widens when the picture shrinks, first along rows, then along columns.</summary>
    private static Image Scaled(Image image, double left, double top, double partWidth, double partHeight, int width, int height)
    {
        var rows = new Image(width, image.Height, image.Channels, new float[width * image.Height * image.Channels]);
        for (int x = 0; x < width; x++)
        {
            (int first, double[] weights) = Weights(x, left, partWidth / width, image.Width);
            for (int y = 0; y < image.Height; y++)
            {
                for (int c = 0; c < image.Channels; c++)
                {
                    double sum = 0;
                    for (int k = 0; k < weights.Length; k++)
                    {
                        sum += weights[k] * image.Pixels[(((y * image.Width) + first + k) * image.Channels) + c];
                    }

                    rows.Pixels[(((y * width) + x) * image.Channels) + c] = (float)sum;
                }
            }
        }

        var result = new Image(width, height, image.Channels, new float[width * height * image.Channels]);
        int rowLength = width * image.Channels;
        for (int y = 0; y < height; y++)
        {
            (int first, double[] weights) = Weights(y, top, partHeight / height, image.Height);
            for (int i = 0; i < rowLength; i++)
            {
                double sum = 0;
                for (int k = 0; k < weights.Length; k++)
                {
                    sum += weights[k] * rows.Pixels[((first + k) * rowLength) + i];
                }

                result.Pixels[(y * rowLength) + i] = (float)Math.Round(sum);
            }
        }

        return result;
    }

    private static (int First, double[] Weights) Weights(int position, double start, double step, int size)
    {
        double center = start + ((position + 0.5) * step), radius = Math.Max(step, 1);
        int first = Math.Clamp((int)Math.Ceiling(center - radius - 0.5), 0, size - 1), last = Math.Clamp((int)Math.Floor(center + radius - 0.5), first, size - 1);
        double[] weights = [.. Enumerable.Range(first, last - first + 1).Select(i => Math.Max(1 - (Math.Abs(i + 0.5 - center) / radius), 0))];
        double sum = weights.Sum();
        return sum > 0 ? (first, [.. weights.Select(w => w / sum)]) : (first, [1]);
    }
}
