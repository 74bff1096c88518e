using System;

namespace Octavo.Compiler.Reference;

/// <summary>RoiAlign in float: bins of a region, a grid of samples in each bin, row by row.</summary>
internal static class RoiAlignment
{
    public static TensorData Evaluate(RoiAlign op, Operand x, Operand regions, Operand images, TensorType y)
    {
        int channels = x.Shape[1], height = x.Shape[2], width = x.Shape[3];
        float[] image = Array.ConvertAll(TensorReader.Reals(x), v => (float)v), boxes = Array.ConvertAll(TensorReader.Reals(regions), v => (float)v);
        var writer = new TensorWriter(y);
        for (int element = 0; element < y.Shape.Length; element++)
        {
            int column = element % op.Width, row = element / op.Width % op.Height, channel = element / op.Width / op.Height % channels;
            int region = element / op.Width / op.Height / channels;
            long item = images.Data.IntegerAt(region);
            if (item < 0 || item >= x.Shape[0])
            {
                throw new ModelException(ProblemKind.MalformedModel, $"A RoiAlign region lies in image {item} of {x.Shape[0]}.");
            }

            var across = new Bins(op, boxes[region * 4], boxes[(region * 4) + 2], op.Width);
            var down = new Bins(op, boxes[(region * 4) + 1], boxes[(region * 4) + 3], op.Height);
            writer.Real(element, Bin(op, image, (int)((item * channels) + channel) * height * width, height, width, down, row, across, column));
        }

        return writer.Data;
    }

    private static float Bin(RoiAlign op, float[] image, int plane, int height, int width, Bins down, int row, Bins across, int column)
    {
        float result = 0;
        bool first = true;
        for (int i = 0; i < down.Samples; i++)
        {
            for (int j = 0; j < across.Samples; j++)
            {
                Bilinear? sample = Bilinear.WithEdges(down.Position(row, i), across.Position(column, j), height, width);
                if (!op.Maximum)
                {
                    result += sample?.Sum(image, plane) ?? 0;
                    continue;
                }

                (float a, float b, float c, float d) = sample?.Products(image, plane) ?? default;
                float largest = Larger(Larger(Larger(a, b), c), d);
                result = first ? largest : Larger(result, largest);
                first = false;
            }
        }

        return op.Maximum ? result : result / Math.Max(down.Samples * across.Samples, 1);
    }

    private static float Larger(float a, float b) => b > a ? b : a;

    /// <summary>The bins of a region along one axis.</summary>
    private readonly struct Bins
    {
        private readonly float _start;
        private readonly float _size;

        public Bins(RoiAlign op, float from, float to, int count)
        {
            float offset = op.HalfPixel ? 0.5f : 0;
            float start = from * op.SpatialScale, end = to * op.SpatialScale;
            _start = start - offset;
            float extent = end - offset - _start;
            extent = op.HalfPixel || extent > 1 ? extent : 1;
            _size = extent / count;
            Samples = op.SamplingRatio > 0 ? op.SamplingRatio : (int)Math.Min(Math.Max(Math.Ceiling(_size), 0), 1e4);
        }

        public int Samples { get; }

        public float Position(int bin, int sample)
        {
            float first = bin * _size, step = (sample + 0.5f) * _size;
            float start = _start + first;
            return start + (step / Samples);
        }
    }
}
