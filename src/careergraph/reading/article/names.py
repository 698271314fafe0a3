"""Proper names and set phrases that a career article uses, with the spelling we keep for each.

The rules in ``article.terms`` find names this list has never heard of; the list is there for what
no rule can know: that Kafka is Apache Kafka, that R is a language and not an initial, that "oil and
gas" is one industry.
"""

from __future__ import annotations

import re


def _read(text: str) -> dict[str, str]:
    """Turn ``Label = alias, alias | Label …`` into normal form → label."""
    labels: dict[str, str] = {}
    for entry in text.replace("\n", " ").split("|"):
        label, _, aliases = entry.partition("=")
        for name in (label, *aliases.split(",")):
            if name.strip():
                labels[normal(name)] = label.strip()
    return labels


def normal(name: str) -> str:
    """Return the form in which two spellings of one name are equal.

    >>> normal("Scikit-Learn") == normal("scikit learn"), normal("C++") == normal("C")
    (True, False)
    """
    return re.sub(r"[\s_-]+", " ", name.casefold().replace("’", "'")).strip(" .")


# Languages and notations: where a skills section names one, it is a skill asked for.
LANGUAGES = _read("""
Python = Python programming, Python 3 | R = R programming, R language | Java | Scala | Julia | C |
C++ = C plus plus | C# = C sharp | C/C++ | Go = Golang | Rust | Kotlin | Swift | Ruby | PHP | Perl |
Objective-C | JavaScript = JS, Java Script | TypeScript = TS | HTML = HTML5 | CSS = CSS3 | Lua | SQL
= Structured Query Language | T-SQL = Transact-SQL | PL/SQL | NoSQL | DAX | SPARQL | GraphQL | Bash
= Bash scripting | Shell = Shell scripting, shell scripts | PowerShell | MATLAB | SAS | VBA | Lisp |
Prolog | Haskell | Clojure | Erlang | Elixir | Fortran | COBOL | Solidity | Groovy | Dart | XML |
JSON | YAML | XSLT | Verilog | VHDL | Assembly = Assembly language | CUDA = NVIDIA CUDA | Stan | UML
| Visual Basic | Apex | ABAP | HiveQL | M = Power Query M | LaTeX | BPMN | ArchiMate | Cypher |
Gherkin | HCL | OWL | RDF
""")

TOOLS = _read("""
AWS = Amazon Web Services, Amazon AWS, Amazon Web Services (AWS), AWS Cloud | Azure = Microsoft
Azure, MS Azure | Google Cloud = Google Cloud Platform, GCP, Google Cloud (GCP) | IBM Cloud | Oracle
Cloud | DigitalOcean | Heroku | OpenStack | Alibaba Cloud | AWS SageMaker = Amazon SageMaker,
SageMaker | Amazon S3 = AWS S3, S3 | Amazon Redshift = AWS Redshift, Redshift | AWS Glue = Glue |
AWS Lambda = Lambda | Amazon EC2 = AWS EC2, EC2 | Amazon EMR = AWS EMR, EMR | Amazon Kinesis = AWS
Kinesis, Kinesis | Amazon DynamoDB = DynamoDB, AWS DynamoDB | Amazon RDS = AWS RDS, RDS | Amazon
Athena = Athena | Amazon QuickSight = QuickSight | AWS CloudFormation = CloudFormation | Amazon
Rekognition | Google AI Platform = AI Platform, Google Cloud AI Platform | Vertex AI = Google Vertex
AI | Google BigQuery = BigQuery | Google Cloud Dataflow = Dataflow, Google Dataflow | Google Cloud
Dataproc = Dataproc | Google Cloud Storage | Cloud Composer | Google Cloud AI | Azure Machine
Learning = Azure ML, Microsoft Azure Machine Learning, Azure ML Studio | Azure Data Factory = Data
Factory | Azure Synapse Analytics = Azure Synapse, Synapse | Azure Databricks | Azure DevOps | Azure
Data Lake | Azure Cognitive Services | IBM Watson = Watson | TensorFlow = Tensorflow, Tensor Flow |
PyTorch = Pytorch, Torch | Keras | JAX | MXNet = Apache MXNet | Caffe | Caffe2 | Theano | CNTK =
Microsoft Cognitive Toolkit | Chainer | PaddlePaddle | ONNX | PyTorch Lightning | TensorFlow Serving
| TensorFlow Lite | TensorFlow Extended = TFX | TensorBoard | TorchServe | NVIDIA Triton = Triton,
Triton Inference Server | TensorRT = NVIDIA TensorRT | OpenVINO | scikit-learn = sklearn,
Scikit-Learn, sci-kit learn | XGBoost | LightGBM | CatBoost | H2O.ai = H2O | pandas = Pandas | NumPy
= Numpy | SciPy = Scipy | Matplotlib | seaborn = Seaborn | Plotly | Bokeh | statsmodels | Dask |
Polars | PySpark | Numba | Cython | ggplot2 = ggplot | dplyr | tidyverse | Shiny | caret | D3.js =
D3 | Streamlit | Dash | NLTK = Natural Language Toolkit | spaCy = Spacy | Gensim | Hugging Face =
HuggingFace | Hugging Face Transformers = HuggingFace Transformers | BERT | GPT = GPT models |
LangChain | LlamaIndex | OpenAI API | ChatGPT | Stanford CoreNLP | fastText | OpenCV = Open CV |
YOLO | Detectron2 | Dlib | Pillow = PIL | MediaPipe | scikit-image | SimpleITK | OpenAI Gym = Gym |
Stable Baselines | RLlib | Ray | Unity | Unreal Engine | ROS = Robot Operating System | Gazebo |
CARLA | LabelImg | Labelbox | CVAT | Roboflow | Label Studio | Amazon Mechanical Turk | MLflow = ML
flow | Kubeflow | DVC = Data Version Control | Weights & Biases = Weights and Biases, W&B |
Neptune.ai | Comet | ClearML | Optuna | Hyperopt | Feast | BentoML | Seldon Core = Seldon | KServe |
DataRobot | RapidMiner | KNIME | Weka = WEKA | Orange | Alteryx | Dataiku | Domino Data Lab | Apache
Hadoop = Hadoop | Apache Spark = Spark, Spark MLlib | Apache Kafka = Kafka | Apache Flink = Flink |
Apache Airflow = Airflow | Apache Hive = Hive | Apache Beam = Beam | Apache NiFi = NiFi | Apache
HBase = HBase | Apache Cassandra = Cassandra | Apache Pig = Pig | Apache Storm = Storm | Apache
Sqoop = Sqoop | Apache Druid = Druid | Apache Impala = Impala | Apache Iceberg = Iceberg | Apache
Parquet = Parquet | Apache Avro = Avro | Apache Oozie = Oozie | Apache Flume = Flume | Apache Atlas
| Apache Ranger | Apache Superset = Superset | Apache Arrow | Apache Mahout = Mahout | Apache Solr =
Solr | Apache Lucene | Apache Zeppelin = Zeppelin | Apache Samza | Apache Pulsar | Apache ZooKeeper
= ZooKeeper | Apache Maven = Maven | HDFS | MapReduce = Map Reduce | Trino | Presto = PrestoDB |
Cloudera | Hortonworks | MapR | Databricks | Snowflake | Teradata | Delta Lake | dbt = Data Build
Tool, dbt (data build tool) | Fivetran | Stitch | Talend | Informatica = Informatica PowerCenter |
Pentaho | Matillion | Airbyte | SQL Server Integration Services = SSIS | SQL Server Reporting
Services = SSRS | SSAS = SQL Server Analysis Services | IBM DataStage = DataStage | Ab Initio |
Dagster | Prefect | Luigi | Debezium | RabbitMQ | Redis | Memcached | MySQL | PostgreSQL = Postgres
| SQLite | MariaDB | MongoDB = Mongo | Oracle Database = Oracle, Oracle DB | Microsoft SQL Server =
SQL Server, MS SQL Server, MS SQL, MSSQL | IBM Db2 = DB2 | Neo4j | Elasticsearch = Elastic Search |
CouchDB | Couchbase | InfluxDB | TimescaleDB | ClickHouse | SAP HANA | Amazon Neptune | Pinecone |
FAISS | Milvus | Weaviate | Chroma | Greenplum | Vertica | Netezza | Firebase | Microsoft Access =
MS Access | Tableau | Power BI = Microsoft Power BI, PowerBI, MS Power BI | Looker | Looker Studio =
Google Data Studio, Data Studio | Qlik Sense = Qlik, QlikSense | QlikView | MicroStrategy | Domo |
Sisense | Metabase | Mode = Mode Analytics | ThoughtSpot | Redash | SAP BusinessObjects =
BusinessObjects, SAP Business Objects, Business Objects | IBM Cognos = Cognos, IBM Cognos Analytics
| TIBCO Spotfire = Spotfire | SAP | SAP BI | SAP Lumira | Crystal Reports | Oracle BI | Google
Charts | Infogram | Microsoft Excel = Excel, MS Excel, Advanced Excel | Google Sheets | Microsoft
Word = MS Word, Word | Microsoft PowerPoint = PowerPoint | Microsoft Office = MS Office, Microsoft
Office Suite | Microsoft Visio = Visio | Power Query | Google Workspace | SharePoint | SPSS = IBM
SPSS, IBM SPSS Statistics | Stata = STATA | Minitab | EViews | Mathematica = Wolfram Mathematica |
Maple | JMP | SAS Enterprise Miner = Enterprise Miner | SAS Visual Analytics | RStudio = R Studio |
LabVIEW | Simulink | COMSOL | ANSYS | Google Analytics = Google Analytics 4, GA4 | Adobe Analytics |
Mixpanel | Amplitude | Segment | Hotjar | Optimizely | HubSpot | Salesforce = Salesforce CRM |
Marketo | Bloomberg Terminal = Bloomberg | FactSet | QuickBooks | Zendesk | ServiceNow | Workday |
Jupyter Notebook = Jupyter Notebooks, Jupyter, Jupyter notebook | JupyterLab | Google Colab = Colab,
Google Colaboratory | Anaconda = Conda | Visual Studio Code = VS Code, VSCode | Visual Studio |
PyCharm | IntelliJ IDEA = IntelliJ | Eclipse | Xcode | Android Studio | Spyder | Vim | Postman | Git
| GitHub | GitLab | Bitbucket | SVN = Subversion, Apache Subversion | Mercurial | GitHub Actions |
GitLab CI = GitLab CI/CD | GitHub Copilot | Jenkins | CircleCI = Circle CI | Travis CI | Argo CD =
ArgoCD | Argo | TeamCity | Bamboo | Spinnaker | SonarQube | Docker | Kubernetes = K8s | Helm |
OpenShift | Docker Compose | Podman | Terraform | Ansible | Puppet | Chef | Vagrant | Pulumi |
Prometheus | Grafana | Kibana | Logstash | Splunk | Datadog | New Relic | Elastic Stack = ELK, ELK
Stack | Nagios | Sentry | OpenTelemetry | Jaeger | PagerDuty | CloudWatch = Amazon CloudWatch, AWS
CloudWatch | Evidently AI | Linux = Unix/Linux, Linux/Unix | Unix | Windows | macOS | Ubuntu |
Spring = Spring Framework | Spring Boot | Django | Flask | FastAPI | Node.js = Node, NodeJS |
Express = Express.js | React = React.js, ReactJS | Angular = AngularJS | Vue.js = Vue, VueJS |
Next.js | jQuery | Bootstrap | Ruby on Rails = Rails | ASP.NET | .NET = dotnet | Laravel | React
Native | Flutter | Selenium | Cypress | Playwright | JUnit | pytest | TestNG | Appium | Apache
JMeter = JMeter | Cucumber | Great Expectations | Deequ | Monte Carlo | Soda | Collibra | Alation |
Informatica Data Quality | Informatica MDM | Talend Data Quality | Trifacta | OpenRefine | Ataccama
| IBM InfoSphere = InfoSphere, IBM InfoSphere QualityStage | Melissa | Oracle Data Integrator | SAP
Data Services | SAP PowerDesigner = PowerDesigner | erwin Data Modeler = ER/Studio Data Modeler,
ERwin, Erwin, erwin | ER/Studio = ER Studio | Lucidchart | draw.io | Enterprise Architect = Sparx
Enterprise Architect | MySQL Workbench | DBeaver | Toad | dbdiagram.io | Jira = JIRA, Atlassian Jira
| Confluence | Trello | Asana | Slack | Microsoft Teams = Teams, MS Teams | Zoom | Notion |
monday.com | Microsoft Project = MS Project | Miro | Basecamp | ClickUp | Zapier | Linear | Figma |
Sketch | Adobe XD | InVision | Adobe Photoshop = Photoshop | Adobe Illustrator = Illustrator | Adobe
Creative Suite = Adobe Creative Cloud | Canva | Zeplin | Axure RP = Axure | Balsamiq | UserTesting |
Wireshark | Nmap | Metasploit | Burp Suite | Kali Linux | Nessus | Snort | CrowdStrike | Okta |
HashiCorp Vault = Vault | Qualys | OWASP ZAP | QRadar = IBM QRadar | Microsoft Sentinel | Palo Alto
Networks | Cisco | VMware | Citrix | Active Directory | cuDNN | OpenMP | MPI | GDB | Eigen | Point
Cloud Library = PCL | Qt | CMake | arXiv | Google Scholar | Overleaf | Zotero | EndNote | Kaggle |
UiPath | Blue Prism | Automation Anywhere | Dialogflow | Rasa | Amazon Lex | ArcGIS | QGIS | Mapbox
| AutoCAD | SolidWorks | MLlib | scikit-multiflow | Prophet | QuantLib | MetaTrader | Power Automate
| Power Apps | OpenAI | LinkedIn | vLLM | Slurm | Vale | Storybook | Sphinx | Snagit | Smartsheet |
Qualtrics | Productboard | Optimal Workshop | Maze | Markdown | MadCap Flare | Lookback | Framer |
Dovetail | Docusaurus | DITA | Adobe After Effects = After Effects | Istio | Crossplane | Backstage
| Vite | Webpack | Tailwind CSS | SwiftUI | Nginx | Jetpack Compose | Chrome DevTools | SQL Server
Management Studio = SSMS | pgAdmin | Oracle Enterprise Manager | OpenAPI | C4 model | Zeek | YARA |
Wiz | Windows Server | Volatility | VMware vSphere = vSphere | VirusTotal | Velociraptor | Veeam |
Trivy | TOGAF | TheHive | tcpdump | Suricata | sqlmap | SolarWinds | Snyk | Semgrep | OWASP Threat
Dragon | Open Policy Agent = OPA | NetBox | MITRE ATT&CK | Microsoft Intune = Intune | Microsoft
Entra ID | Microsoft Defender for Endpoint | Juniper | Hyper-V | Hashcat | Ghidra | Fortinet
FortiGate | F5 BIG-IP | CodeQL | Cisco Meraki | Cisco IOS | Checkov | BloodHound | AWS Security Hub
| AWS IAM | Autopsy | Amazon GuardDuty | Claude | Gemini | GitHub Pages | Stable Diffusion |
Midjourney | TestRail | BrowserStack | Fairlearn
""")

# Skills that go by several names; the first is the one we keep.
SKILLS = _read("""
Machine learning = ML, Machine Learning (ML) | Artificial intelligence = AI, AI technologies,
Artificial Intelligence (AI) | Deep learning = DL | Natural language processing = NLP, Natural
Language Processing (NLP) | Computer vision = CV | Reinforcement learning = RL | Business
intelligence = BI | Exploratory data analysis = EDA | Infrastructure as code = IaC | Statistics =
Statistical, Statistical background | Probability | Mathematics = Maths, Math, Mathematical,
Mathematical skills, Mathematical background | Linear algebra | Calculus | Programming = Coding |
Scripting | Communication | Leadership | Teamwork = Team work, Team player, Cross-functional teams |
Collaboration | Problem solving = Problem-solving | Critical thinking | Time management | Project
management | Attention to detail = Eye for detail, An eye for detail, Detail-oriented, Detail
orientation, Detail oriented | Version control = Version control systems, Version control tools |
Data structures | Algorithms | Data analysis = Analyzing data | Data visualization = Data
visualisation, Visualization, Visualisation | Data modeling = Data modelling | ETL = Extract
transform load, ETL (Extract Transform Load), Extract, Transform, Load | Data warehousing = Data
warehouses | CI/CD = Continuous integration and continuous deployment, Continuous integration and
delivery, Continuous integration/continuous deployment, CI CD | A/B testing = AB testing, Split
testing | Object-oriented programming = OOP | DevOps = Dev ops | MLOps = ML Ops, Machine learning
operations | Agile = Agile methodologies, Agile methodology | Scrum | Large language models = LLMs,
LLM | Neural networks | Business acumen | Convolutional neural networks = CNNs, CNN | Recurrent
neural networks = RNNs, RNN | Domain knowledge | Generative adversarial networks = GANs, GAN | SLAM
= Simultaneous localization and mapping | Microservices = Microservices architecture | REST APIs =
RESTful APIs, REST API | APIs | UX | UI | Search engine optimization = SEO | Key performance
indicators = KPIs, KPI | Data governance | Stakeholder management | Feature engineering | Data
preprocessing = Data pre-processing | Big data | Cloud computing | Databases = Database | Quality
assurance = QA | Change management
""")

INDUSTRIES = _read("""
Technology = Tech, Tech companies, Technology companies, Tech industry, Big tech | Information
technology = IT, Information Technology (IT), IT services | Finance | Banking = Banks | Software =
Software companies | Financial services | Healthcare = Health care, Medical | Pharmaceuticals =
Pharma, Pharmaceutical | E-commerce = Ecommerce, E-Commerce, Online retail | Telecommunications =
Telecom, Telecoms | Retail = Retailers | Manufacturing | Automotive | Government = Public sector,
Governmental | Education | Energy | Utilities | Media | Entertainment | Insurance = Insurers |
Transportation = Transport | Logistics | Consulting = Consultancy, Consultancies, Consultants |
Academia | Defense = Defence | Gaming = Games | Real estate | Non-profit organizations = Nonprofits,
Non-profits, Non-profit, Nonprofit | Research and development = R&D, Research & Development,
Research and Development (R&D) | Marketing | Software development | Oil and gas = Oil & Gas | Food
and beverage | Media | Advertising | Agriculture | Aerospace | Biotechnology = Biotech | Hospitality
| Travel | Supply chain = Supply chain management | Security | Cybersecurity = Cyber security |
Robotics | Fintech = FinTech, Financial technology | Sports
""")

# "and" inside these belongs to the name.
WHOLE = (
    "research and development",
    "research & development",
    "monitoring and logging",
    "oil and gas",
    "oil & gas",
    "food and beverage",
    "arts and culture",
    "continuous integration and continuous deployment",
    "continuous integration and continuous delivery",
    "continuous integration and delivery",
    "identity and access management",
    "governance, risk, and compliance",
    "governance, risk and compliance",
    "extract, transform, load",
    "extract, transform, and load",
    "weights and biases",
    "weights & biases",
    "simultaneous localization and mapping",
    "mergers and acquisitions",
    "health and safety",
    "search and rescue",
    "terms and conditions",
    "profit and loss",
    "internet of things",
    "attention to detail",
    "eye for detail",
    "infrastructure as code",
    "software as a service",
    "platform as a service",
    "text to speech",
    "speech to text",
    "go to market",
    "one or more",
    "point of sale",
    "library and information science",
    "science and technology studies",
    "p&l",
    "r&d",
    "q&a",
    "at&t",
)

TOOL_LABELS = frozenset(TOOLS.values())


_MAKERS = frozenset(("microsoft", "ms", "apache", "ibm", "google", "amazon", "aws", "sap"))


def known(name: str) -> tuple[str, str] | None:
    """Find the kept spelling and the kind ("language", "tool" or "skill") of a name."""
    form = normal(name)
    for kind, labels in (("language", LANGUAGES), ("tool", TOOLS), ("skill", SKILLS)):
        if form in labels:
            return labels[form], kind
    maker, _, product = form.partition(" ")
    if maker in _MAKERS and product in TOOLS:
        return TOOLS[product], "tool"
    return None
