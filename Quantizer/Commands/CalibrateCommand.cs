using System.CommandLine;
using System.Diagnostics;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Tool.Calibration;
using Octavo.Tool.Execution;

namespace Octavo.Tool.Commands;

/// <summary><c>octavo calibrate</c>: runs a float model on data and records what its tensors look like.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        var command = new Command("calibrate", "Runs a float model on data and records the ranges of its tensors, with how to quantize it.");
        var model = new ModelOptions(command, runs: true);
        var data = new DataOptions(command);
        var settings = new SettingsOptions(command);
        var output = new Option<string?>("--output", "-o") { Description = "The calibration to write; default is the model's name with .calibration.json." };
        command.Options.Add(output);
        command.SetAction(parsed =>
        {
            var watch = Stopwatch.StartNew();
            string path = parsed.GetValue(output) ?? model.Beside(parsed, CalibrationFile.Extension);
            ModelFiles.CheckTargets([model.Path(parsed)], path);
            ModelSource source = model.Open(parsed);
            QuantizationSettings chosen = settings.Apply(parsed, new QuantizationSettings());
            CalibrationData calibration = Calibrate(parsed, model, data, source, chosen);
            ModelFiles.Write(path, CalibrationFile.Write(calibration));
            Terminal.Done($"Recorded {calibration.Tensors.Count} tensors on {calibration.Samples} samples in {path}", watch);
            return 0;
        });
        return command;
    }

    /// <summary>Calibrates a model as the command's options say.</summary>
    public static CalibrationData Calibrate(ParseResult parsed, ModelOptions model, DataOptions data, ModelSource source, QuantizationSettings settings)
    {
        using NetworkRunner network = model.Load(parsed, source, wanted: null);
        var samples = data.Open(parsed, network.Inputs);
        return Terminal.Counting("Calibrating", progress => Calibrator.Run(source, network, samples, settings, progress));
    }
}
