using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Models;
using Octavo.Generator.Tests.Support;
using Octavo.Tool.Commands;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>What a calibration says to a build: everything that the command line can say, with the same bytes as the result.</summary>
public sealed class BuildSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--method minmax")]
    [InlineData("--method moving-average")]
    [InlineData("--method percentile --percentile 99.5")]
    [InlineData("--method entropy")]
    [InlineData("--method mse --bias-correction false")]
    [InlineData("--format qoperator --granularity tensor")]
    [InlineData("--granularity group --group 16")]
    [InlineData("--activations u8 --symmetric")]
    [InlineData("--activations s8 --asymmetric-weights")]
    [InlineData("--activations s8 --symmetric --format qoperator")]
    [InlineData("--activations u16")]
    [InlineData("--activations s16 --symmetric")]
    [InlineData("--include-nodes r1 n1 y")]
    [InlineData("--exclude-nodes y --wide-nodes a")]
    [InlineData("--include-ops Conv Relu")]
    [InlineData("--exclude-ops Gemm")]
    [InlineData("--overrides overrides.json")]
    [InlineData("--dynamic")]
    [InlineData("--dynamic --granularity tensor --asymmetric-weights")]
    [InlineData("--adaptive 0.25 --method percentile")]
    [InlineData("--granularity group --group 16 --asymmetric-weights")]
    [InlineData("--weight-only")]
    [InlineData("--weight-only --bits 4 --group 16 --format qdq --asymmetric-weights")]
    public void A_build_gives_the_bytes_of_the_file(string options)
    {
        _folder.Write("overrides.json", """{ "a": { "low": -1, "high": 4.125 }, "x": { "scale": 0.0078125, "zeroPoint": 3 }, "y": { "type": "int8" } }""");
        string calibration = _folder.Write("recorded.json", CalibrationFile.Write(SmallNetwork.Calibration));
        Same($"--calibration {calibration} {options}");
    }

    [Theory]
    // The averages of samples are in the file as they were in memory.
    [InlineData("--method moving-average")]
    [InlineData("--equalize --prune-groups 0.2 --save-prepared prepared.onnx")]
    public void So_does_one_that_was_calibrated_at_once(string options) => Same($"--data {_folder.Write("data.bin", SmallNetwork.Data)} {options}");

    [Theory]
    [InlineData("--dynamic")]
    [InlineData("--weight-only --bits 4")]
    public void Settings_alone_are_a_calibration_where_no_data_is_needed(string options) => Same(options);

    [Fact]
    public void A_calibration_of_a_model_that_nobody_keeps_is_refused()
    {
        string model = _folder.Write("small.onnx", SmallNetwork.Model), data = _folder.Write("data.bin", SmallNetwork.Data);
        var errors = new StringWriter();
        Assert.Equal(2, Root.Run(["quantize", model, "--data", data, "--equalize", "--save-calibration", _folder.PathOf("c.json"), "-o", _folder.PathOf("q.onnx")], errors));
        Assert.Contains("give --save-prepared", errors.ToString());
    }

    [Fact]
    public void Every_setting_survives_the_file()
    {
        foreach (PropertyInfo property in typeof(QuantizationSettings).GetProperties().Where(p => p.CanWrite))
        {
            var settings = new QuantizationSettings();
            property.SetValue(settings, Other(property.GetValue(settings)!));
            CalibrationData read = CalibrationFile.Read(CalibrationFile.Write(SmallNetwork.Calibration with { Settings = settings }), "c.json");
            Assert.Equal(property.GetValue(settings), property.GetValue(read.Settings));
            Assert.NotEqual(property.GetValue(new QuantizationSettings()), property.GetValue(read.Settings));
        }
    }

    private static object Other(object usual) => usual switch
    {
        bool flag => !flag,
        int number => number + 1,
        double number => number + 0.125,
        Enum choice => Enum.GetValues(choice.GetType()).Cast<Enum>().First(c => !c.Equals(choice)),
        IReadOnlyList<string> => new[] { "a", "b" },
        IReadOnlyDictionary<string, TensorOverride> => new Dictionary<string, TensorOverride> { ["a"] = new(-1, 2, null, null, null), ["b"] = new(null, null, 0.5f, 3, ElementType.Int16) },
        _ => throw new NotSupportedException(usual.GetType().Name),
    };

    [Theory]
    [InlineData("\"activations\": \"float32\"", "'activations' is Float32, which has to be uint8, int8, uint16 or int16")]
    [InlineData("\"activations\": \"u8\"", "'u8' is no value of 'activations'")]
    [InlineData("\"weights\": \"int16\"", "'weights' is Int16")]
    [InlineData("\"weightBits\": 3", "'weightBits' is 3, which has to be 4 or 8")]
    [InlineData("\"groupSize\": 24", "'groupSize' is 24")]
    [InlineData("\"percentile\": 100.5", "'percentile' is 100.5")]
    [InlineData("\"adaptation\": 2", "'adaptation' is 2")]
    [InlineData("\"adaptation\": 0.5", "0 unless the mode is dynamic")]
    [InlineData("\"overrides\": { \"a\": { \"low\": 1, \"high\": -1 } }", "'overrides.a' is [1, -1]")]
    [InlineData("\"overrides\": { \"a\": { \"scale\": 0, \"zeroPoint\": 0 } }", "a positive scale")]
    [InlineData("\"overrides\": { \"a\": { \"scale\": 1, \"zeroPoint\": 256 } }", "a zero point from 0 to 255")]
    [InlineData("\"overrides\": { \"a\": { \"type\": \"int32\" } }", "'overrides.a' is Int32")]
    public void A_setting_that_means_nothing_is_refused(string setting, string message)
    {
        string text = CalibrationFile.Write(SmallNetwork.Calibration).Replace("\"method\": \"mse\"", "\"method\": \"mse\", " + setting, StringComparison.Ordinal);
        ModelException exception = Assert.Throws<ModelException>(() =>
        {
            CalibrationData calibration = CalibrationFile.Read(text, "c.json");
            ModelQuantizer.Quantize(SmallNetwork.Source, calibration, calibration.Settings, new CompilerOptions("N"));
        });
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Quantizes with options and settings saved, then opens the model as a build does.</summary>
    private void Same(string options)
    {
        string model = _folder.Write("small.onnx", SmallNetwork.Model), prepared = _folder.PathOf("prepared.onnx"), settings = _folder.PathOf("small.calibration.json"), quantized = _folder.PathOf("small.int8.onnx");
        string[] arguments = [.. options.Split(' ').Select(word => word.Contains('.') && !Path.IsPathRooted(word) && !char.IsDigit(word[0]) ? _folder.PathOf(word) : word)];
        Assert.Equal(0, Root.Run(["quantize", model, .. arguments, "--save-calibration", settings, "-o", quantized]));
        ModelDescriptor descriptor = ModelDescription.Of(File.Exists(prepared) ? prepared : model, new CompilerOptions("Small"), Path.GetFileName(settings));
        string path = _folder.PathOf("Small.octavo");
        Assert.Equal(File.ReadAllBytes(quantized), ModelInput.Open(ModelDescriptor.Parse(descriptor.Format(path), path)!).Bytes);
    }
}
