using System.Collections.Generic;
using System.IO;
using System.Text;
using Octavo.Compiler;

namespace Octavo.Generator.Models;

/// <summary>
/// What decides a compilation: which bytes, with which options. As a text file in <c>obj/</c> it takes the model's place among the additional
/// files of the C# compiler, which can only compare texts; its text changes exactly when the model, its external data or its options do.
/// </summary>
/// <param name="ModelPath">Absolute here; in the text relative to the descriptor, so that equal projects in different folders have equal descriptors.</param>
/// <param name="Sha256">Of the model file; <see cref="ModelFile.Unreadable"/> when it could not be read.</param>
/// <param name="ExternalFiles">The files beside the model that decide about it too; a calibration is one of them.</param>
internal sealed record ModelDescriptor(string ModelPath, string Sha256, EquatableArray<ExternalFile> ExternalFiles, CompilerOptions Options)
{
    public const string Extension = ".octavo";

    private const string Heading = "octavo model 1";

    /// <summary>The file beside the model by which it is quantized before it is compiled; null when it is compiled as it is.</summary>
    public string? Calibration { get; init; }

    public string FileName => Path.GetFileName(ModelPath);

    /// <param name="descriptorPath">Absolute path of the file that will hold the text.</param>
    public string Format(string descriptorPath)
    {
        var text = new StringBuilder(Heading).Append('\n');
        void Line(string key, string value) => text.Append(key).Append(' ').Append(Escape(value)).Append('\n');

        Line("path", RelativePath.From(Path.GetDirectoryName(descriptorPath)!, ModelPath));
        Line("sha256", Sha256);
        foreach (ExternalFile external in ExternalFiles)
            Line("external", $"{external.Sha256} {external.Name}");
        if (Calibration is not null)
            Line("calibration", Calibration);
        Line("class", Options.ClassName);
        Line("namespace", Options.Namespace);
        if (Options.InputShapes is { } shapes)
            Line("inputs", shapes);
        if (Options.InputValues is { } values)
            Line("values", values);
        return text.ToString();
    }

    /// <summary>Returns null when the text is no descriptor of this version.</summary>
    /// <param name="descriptorPath">Absolute path of the file that holds the text.</param>
    public static ModelDescriptor? Parse(string text, string descriptorPath)
    {
        string[] lines = text.Split('\n');
        if (lines[0].TrimEnd('\r') != Heading)
            return null;

        string? path = null, sha256 = null, calibration = null, className = null, inputs = null, values = null;
        string nameSpace = "";
        var externals = new List<ExternalFile>();
        foreach (string line in lines)
        {
            int space = line.IndexOf(' ');
            if (space < 0)
                continue;
            string value = Unescape(line.Substring(space + 1).TrimEnd('\r'));
            switch (line.Substring(0, space))
            {
                case "path": path = value; break;
                case "sha256": sha256 = value; break;
                case "calibration": calibration = value; break;
                case "class": className = value; break;
                case "namespace": nameSpace = value; break;
                case "inputs": inputs = value; break;
                case "values": values = value; break;
                case "external" when value.IndexOf(' ') is > 0 and int end:
                    externals.Add(new ExternalFile(value.Substring(end + 1), value.Substring(0, end)));
                    break;
            }
        }

        if (path is null || sha256 is null || className is null)
            return null;
        string full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(descriptorPath)!, path));
        return new ModelDescriptor(full, sha256, new(externals), new CompilerOptions(className, nameSpace, inputs, values)) { Calibration = calibration };
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "\\r");

    private static string Unescape(string value)
    {
        if (value.IndexOf('\\') < 0)
            return value;
        var text = new StringBuilder(value.Length);
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\' || i + 1 == value.Length)
                text.Append(value[i]);
            else
                text.Append(value[++i] switch { 'n' => '\n', 'r' => '\r', char other => other });
        }

        return text.ToString();
    }
}
