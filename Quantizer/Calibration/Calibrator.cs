using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Tool.Data;
using Octavo.Tool.Execution;

namespace Octavo.Tool.Calibration;

/// <summary>Runs a float model on samples and observes its tensors. One sample is in memory at a time, and the record does not depend on the number of threads.</summary>
internal static class Calibrator
{
    /// <param name="progress">Told the number of samples after each.</param>
    /// <exception cref="CommandException">There are no samples, or a tensor is not finite on one of them.</exception>
    public static CalibrationData Run(ModelSource source, NetworkRunner network, DataSet data, QuantizationSettings settings, Action<int> progress)
    {
        Observer[] observers = Observers(source, network);
        int samples = 0;
        foreach (Sample sample in data.Samples())
        {
            network.Run(sample.Inputs);
            var broken = new Observer?[observers.Length];
            Parallel.For(0, observers.Length, i => broken[i] = observers[i].Observe(sample) ? null : observers[i]);
            if (broken.FirstOrDefault(b => b is not null) is { } first)
            {
                throw new CommandException($"The tensor '{first.Name}' is not finite on {sample.Origin}: the model overflows there, or the data are not what it was trained on.");
            }

            progress(++samples);
        }

        return samples == 0
            ? throw new CommandException("The data hold no samples.")
            : new CalibrationData
            {
                Model = source.FileName,
                Sha256 = CalibrationData.HashOf(source.Bytes),
                Samples = samples,
                Settings = settings,
                Tensors = observers.ToDictionary(o => o.Name, o => o.Statistics, StringComparer.Ordinal),
            };
    }

    private static Observer[] Observers(ModelSource source, NetworkRunner network)
    {
        IReadOnlyDictionary<string, int> axes = ChannelAxes.Of(source);
        TensorStatistics New(string name, Shape shape) =>
            new(axes.TryGetValue(name, out int axis) && shape.Rank > 0 ? new ChannelStatistics(axis < 0 ? axis + shape.Rank : axis, shape[axis]) : null);

        var inputs = network.Inputs.Select((input, i) => (input.Name, input.Element, input.Shape, Read: (Func<Sample, Array>)(sample => sample.Inputs[i])));
        var outputs = network.Outputs.Select((output, i) => (output.Name, output.Type.Element, output.Type.Shape, Read: (Func<Sample, Array>)(_ => network.Output(i))));
        return [.. inputs.Concat(outputs).Where(t => t.Element == ElementType.Float32 && t.Shape.Length > 0).DistinctBy(t => t.Name)
            .Select(t => new Observer(t.Name, t.Shape, t.Read, New(t.Name, t.Shape)))];
    }

    private sealed record Observer(string Name, Shape Shape, Func<Sample, Array> Read, TensorStatistics Statistics)
    {
        public bool Observe(Sample sample) => Statistics.Add((float[])Read(sample), Shape);
    }
}
