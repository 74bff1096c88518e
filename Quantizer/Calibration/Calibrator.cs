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

/// <summary>
/// Runs a float model on samples and observes its tensors. One sample is in memory at a time, and the record does not depend on the number of threads. What is known of channels then says
/// which tensors could be made better ones, and a second run observes these.
/// </summary>
internal static class Calibrator
{
    /// <param name="progress">Told the number of samples after each.</param>
    /// <exception cref="CommandException">There are no samples, or a tensor is not finite on one of them.</exception>
    public static CalibrationData Run(ModelSource source, NetworkRunner network, DataSet data, QuantizationSettings settings, Action<int> progress)
    {
        Observer[] observers = [.. Observer.All(source, network)];
        int samples = Observe(network, data, observers, progress);
        var calibration = new CalibrationData
        {
            Model = source.FileName,
            Sha256 = CalibrationData.HashOf(source.Bytes),
            Samples = samples,
            Settings = settings,
            Tensors = observers.ToDictionary(o => o.Name, o => o.Statistics, StringComparer.Ordinal),
        };
        IReadOnlyDictionary<string, int[]> exponents = ChannelEqualization.Plan(source, calibration, network.Options);
        Observer[] equalized = [.. observers.Where(o => exponents.ContainsKey(o.Name)).Select(o => o.Scaled(exponents[o.Name]))];
        if (equalized.Length > 0)
        {
            network.Reset();
            Observe(network, data, equalized, progress);
        }

        return calibration with { Equalized = equalized.ToDictionary(o => o.Name, o => new EqualizedTensor(exponents[o.Name], o.Statistics), StringComparer.Ordinal) };
    }

    private static int Observe(NetworkRunner network, DataSet data, Observer[] observers, Action<int> progress)
    {
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

        return samples == 0 ? throw new CommandException("The data hold no samples.") : samples;
    }
}
